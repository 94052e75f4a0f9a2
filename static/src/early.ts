// Runs before first paint, so that remembered sizes never make the page jump.
import { preferences } from "./kit/preferences";

const { style, dataset } = document.documentElement;
dataset["scripts"] = "on";
const { coach, statementSize, consoleSize, roomStatementSize, codeSize } = preferences();
dataset["coach"] = coach ?? "rail";
if (statementSize) style.setProperty("--statement-size", `${statementSize}%`);
if (consoleSize) style.setProperty("--console-size", `${consoleSize}%`);
if (roomStatementSize) style.setProperty("--room-statement-size", `${roomStatementSize}%`);
if (codeSize) style.setProperty("--code-size", `${codeSize}px`);
