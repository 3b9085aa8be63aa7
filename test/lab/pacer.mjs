// pacer.mjs RUN_MS STOP_MS COMMAND [ARGUMENT]...: runs a command that is stopped again and again, as on a machine with far too
// much to do, and ends as it ends.
import { spawn } from "node:child_process";

const [runMs, stopMs, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: "inherit" });
let timer;
const stop = () => {
  child.kill("SIGSTOP");
  timer = setTimeout(go, Number(stopMs));
};
const go = () => {
  child.kill("SIGCONT");
  timer = setTimeout(stop, Number(runMs));
};
go();
child.on("exit", (code) => {
  clearTimeout(timer);
  process.exitCode = code ?? 1;
});
