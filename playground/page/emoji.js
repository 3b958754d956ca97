// Slack's names for the emoji that a bot is likely to use.

const KNOWN = {
  gift: "🎁", ribbon: "🎀", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", bell: "🔔", calendar: "📆", date: "📅", clock3: "🕒",
  tada: "🎉", wave: "👋", eyes: "👀", point_right: "👉", point_left: "👈", arrow_right: "➡️",
  arrow_left: "⬅️", pencil: "📝", memo: "📝", package: "📦", bar_chart: "📊", lock: "🔒", key: "🔑",
  gear: "⚙️", mag: "🔍", question: "❓", exclamation: "❗", information_source: "ℹ️", no_entry: "⛔",
  red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡", large_blue_circle: "🔵",
  leftwards_arrow_with_hook: "↩️", arrows_counterclockwise: "🔄", link: "🔗", scissors: "✂️",
  heavy_plus_sign: "➕", heavy_minus_sign: "➖", "+1": "👍", "-1": "👎", smile: "😄", house: "🏠",
  bust_in_silhouette: "👤", speech_balloon: "💬", thread: "🧵", sparkles: "✨", star: "⭐", zap: "⚡",
};

export const emoji = (name) => KNOWN[name] ?? `:${name}:`;
