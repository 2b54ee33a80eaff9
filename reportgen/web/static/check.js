// 核对成稿：放进任何一份评价报告的 Word 文件，说出里面的不合；什么也不存。

import { Failure, dropZone, el, header, problemItem, say, send } from "./common.js";

const results = el("section", { class: "results", "aria-live": "polite" });

export async function checked(file) {
  show(file.name, []);
  results.replaceChildren(el("p", { text: `正在核对 ${file.name}……` }));
  try {
    const answer = await send(`/api/check?${new URLSearchParams({ name: file.name })}`, file);
    show(file.name, answer.problems);
  } catch (error) {
    const message = error instanceof Failure ? error.message : "文件没有送到：太大，或程序没有开着。";
    results.replaceChildren(el("p", { class: "bad", text: message }));
    say(message, "bad");
  }
}

export function show(name, problems) {
  if (!results.isConnected) document.querySelector("main").append(results);
  const count = (severity) => problems.filter((one) => one.severity === severity && !one.waived).length;
  const total = `${count("error")} 个错误，${count("warning")} 个提醒，${count("note")} 个说明`;
  const items = problems.map((problem) => el("li", {},
    el("span", { class: "place", text: problem.place }), problemItem(problem)));
  results.replaceChildren(
    el("h2", { text: name }), el("p", { class: "tally", text: problems.length ? total : "没有发现不合的地方。" }),
    el("ul", { class: "problems" }, ...items));
  results.scrollIntoView({ block: "start" });
}

if (document.body.classList.contains("check")) {
  header("核对成稿");
  const zone = dropZone(
    el("span", {}, el("b", { text: "把 Word 成稿拖到这里" }), el("br"), "或点开选一个 .docx；不限于本程序写的，谁写的都可以"),
    ".docx,.xlsx", checked);
  document.body.append(el("main", { class: "checking" },
    el("h1", { text: "核对一份成稿" }),
    el("p", { class: "soft", text: "复算合计、率、总分和等级，比对文与表。文件只在本机看，看过不留。" }), zone, results));
}
