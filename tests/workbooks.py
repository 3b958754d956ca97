"""Workbooks as spreadsheets save them, made by hand: what their parts hold is what is tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

DAY, MOMENT = 1, 2  # styles: a number so formatted is a day, or a day and time


@dataclass(frozen=True)
class Cell:
    """A cell as XML has it; others are written as text or number by what they are."""

    xml: str


def styled(number: float, style: int) -> Cell:
    return Cell(f'<c r="{{}}" s="{style}"><v>{number}</v></c>')


def formula(text: str, stored: str | None, kind: str = "") -> Cell:
    value = "" if stored is None else f"<v>{escape(stored)}</v>"
    return Cell(f'<c r="{{}}"{kind}><f>{escape(text)}</f>{value}</c>')


def failed(error: str) -> Cell:
    return Cell(f'<c r="{{}}" t="e"><f>VLOOKUP(1,A:A,2)</f><v>{error}</v></c>')


Row = Sequence[str | float | Cell]


def workbook(*sheets: tuple[str, Sequence[Row]], hidden: Sequence[str] = ()) -> bytes:
    """The sheets by their names, in this order."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}" state="{_state(name in hidden)}"/>'
        for n, (name, _) in numbered
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    styles = f'<Relationship Id="rId99" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="text/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}{styles}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
        '<xf numFmtId="22"/></cellXfs></styleSheet>',
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": sheet(rows) for n, (_, rows) in numbered}
    return zipped(parts)


def _state(is_hidden: bool) -> str:
    return "hidden" if is_hidden else "visible"


def sheet(rows: Sequence[Row]) -> str:
    written = "".join(
        f'<row r="{y}">{"".join(_cell(value, f"{chr(64 + x)}{y}") for x, value in enumerate(row, 1))}</row>'
        for y, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData></worksheet>'


def _cell(value: str | float | Cell, at: str) -> str:
    if isinstance(value, Cell):
        return value.xml.format(at)
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{at}"><v>{value}</v></c>'


def zipped(parts: dict[str, str]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def of_text(name: str, text: str) -> bytes:
    """A workbook with one sheet that says what this CSV does, all of it as text."""
    return workbook((name, [line.split(",") for line in text.splitlines()]))
