// The page after a submission: the same as in the workspace, without an editor beside it.
import { Debrief } from "./workspace/debrief";

const box = document.getElementById("debrief");
const submission = box?.dataset["submission"];
if (box && submission) {
  const working = box.querySelector("#background")?.getAttribute("data-state") === "working";
  const debrief = new Debrief(box, null);
  if (working) debrief.follow(submission);
}
