// Node's Bolt with as many listeners as Ribbon has gestures: node node_bolt.cjs MODULES PORT SECRET LISTENERS
const [modules, port, secret, listeners] = process.argv.slice(2);
const { App, HTTPReceiver, LogLevel } = require(`${modules}/@slack/bolt`);

const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: ["/slack/events"], logLevel: LogLevel.ERROR });
const authorize = async () => ({ botToken: "xoxb-bench", botId: "B1", botUserId: "UBOT" });
const app = new App({ receiver, authorize, logLevel: LogLevel.ERROR });
for (let n = 1; n < Number(listeners); n += 1) app.action(`another_${n}`, async ({ ack }) => ack());
app.action("acks_only", async ({ ack }) => ack());
app.start(Number(port));
