// Stands in for the functions app where ./run itself is tested: every upload is a run that takes a moment and reads its lines.
import http from "node:http";

const runs = [];

function add(kind, source, schema) {
  const stamp = new Date().toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const run = { id: `${stamp}-${String(runs.length).padStart(8, "0")}-01`, kind, source, schema, state: "planned", partsDone: 0, partsTotal: 3 };
  runs.unshift(run);
  return run;
}

function progress(run) {
  if (run.state === "planned") Object.assign(run, { state: "running", stage: "read" });
  else if (run.state === "running" && run.partsDone < 3) run.partsDone++;
  else if (run.state === "running") {
    const bad = run.source.includes("bad");
    Object.assign(run, {
      state: bad ? "failed" : "completed", error: bad ? "The file has no column for the customer." : null, modelVersion: "v1",
      read: 10, accepted: bad ? 0 : 9, repaired: 2, rejected: bad ? 0 : 1, seconds: 0.5, rowsPerSecond: 20,
      repairs: [{ column: "Income", code: "missing", count: 2 }],
    });
  }
}

http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const ok = (body) => { response.writeHead(200, { "Content-Type": "application/json" }); response.end(JSON.stringify(body)); };
    if (request.url === "/api/runs") { ok({ runs }); runs.forEach(progress); return; }
    if (request.url === "/PlanRun") {
      const uri = JSON.parse(JSON.parse(Buffer.concat(chunks)).Metadata.Uri);
      add("score", decodeURIComponent(uri.slice(uri.indexOf("/uploads/") + 1)), "campaign");
    }
    if (request.url === "/Retrain") add("train", "training/campaign", "campaign");
    ok({ Outputs: {}, Logs: [], ReturnValue: null });
  });
}).listen(Number(process.env.FUNCTIONS_CUSTOMHANDLER_PORT), "127.0.0.1", () => console.log("handler " + process.pid));
