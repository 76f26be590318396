// A custom handler that does what each message asks for, and tells on standard output what it was given.
// Text of a message: "ok", "fail", "empty", "text", "slow" (answers when told to), "exit 0", "exit 3".
import http from "node:http";

const waiting = [];
let running = 0;

function tell(what) {
  process.stdout.write("told " + JSON.stringify(what) + "\n");
}

function answer(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(body);
}

function act(order, response) {
  const ok = JSON.stringify({ Outputs: {}, Logs: ["done: " + order.slice(0, 20)], ReturnValue: null });
  if (order === "fail") return answer(response, 500, "no");
  if (order === "empty") return answer(response, 200, "");
  if (order === "text") return answer(response, 200, "fine");
  if (order.startsWith("exit ")) process.exit(Number(order.slice(5)));
  if (order === "slow") {
    running++;
    tell({ running });
    waiting.push(() => { running--; answer(response, 200, ok); });
    return;
  }
  answer(response, 200, ok);
}

function invoked(request, response) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const data = Object.values(body.Data)[0];
    let order = typeof data === "string" ? data : "ok";
    if (order.startsWith('"')) order = JSON.parse(order);
    else if (request.url === "/OnBlob") order = Buffer.from(order, "base64").toString("utf8");
    const name = request.url.slice(1);
    tell({
      function: name, order: order.slice(0, 2000), metadata: body.Metadata,
      chunked: request.headers["transfer-encoding"] === "chunked" && !("content-length" in request.headers),
      invocation: request.headers["x-azure-functions-invocationid"],
      type: request.headers["content-type"],
    });
    act(order, response);
  });
}

function http_(request, response) {
  const url = new URL(request.url, "http://x");
  if (url.pathname === "/web/stream") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "X-Mine": "yes" });
    response.write("data: first\n\n");
    waiting.push(() => response.end("data: second\n\n"));
    return;
  }
  if (url.pathname === "/web/upload") {
    request.on("data", (chunk) => tell({ arrived: chunk.length }));
    request.on("end", () => answer(response, 200, "{}"));
    return;
  }
  if (url.pathname === "/web/redirect") {
    response.writeHead(302, { Location: "/web/else", "Set-Cookie": ["a=1", "b=2"] });
    return response.end();
  }
  if (url.pathname === "/web/die") process.exit(4);
  if (url.pathname === "/web/release") {
    for (const each of waiting.splice(0)) each();
    return answer(response, 200, "{}");
  }
  let size = 0;
  request.on("data", (chunk) => (size += chunk.length));
  request.on("end", () => answer(response, 418, JSON.stringify({ method: request.method, url: request.url, size, headers: request.headers })));
}

http.createServer((request, response) => {
  if (request.url === "/") return answer(response, 404, "");
  if (request.url.startsWith("/web/") || request.url.startsWith("/api/")) return http_(request, response);
  invoked(request, response);
}).listen(Number(process.env.FUNCTIONS_CUSTOMHANDLER_PORT), "127.0.0.1", () => tell({ started: process.pid, setting: process.env.MY_SETTING, root: process.env.FUNCTIONS_APP_ROOT_PATH }));
