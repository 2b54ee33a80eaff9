// 开始页：我的报告、新建、用去年的、放进一份文件。

import { complain, dialog, dropZone, el, header, post, read, readOnly, say, send } from "./common.js";

const PAGE = 40;
const editing = (file) => `/edit?${new URLSearchParams({ file })}`;
const list = el("ul", { class: "reports" });
const more = el("button", { type: "button", text: "再显示一些", class: "hidden" });
const filter = el("input", { type: "search", id: "filter", placeholder: "按文件名、项目、单位找" });
let files = [];
let showing = PAGE;
const known = new Map();

header("绩效评价报告", el("button", { type: "button", class: "quiet", text: "关闭程序", onclick: quit }));

const fresh = el("button", { type: "button", class: "primary big", text: "新建一份", disabled: readOnly, onclick: create });
const open = dropZone(
  el("span", {}, el("b", { text: "打开或核对一份文件" }), el("br"), "Word 成稿、填好的填报表（.xlsx）、.yaml，拖到这里或点开选"),
  ".docx,.xlsx,.yaml,.yml", opened);

document.body.append(el("main", { class: "start" },
  el("section", { class: "acts", "aria-label": "开始" },
    el("div", {}, el("h1", { text: "写一份绩效评价报告" }),
      el("p", { class: "soft", text: "填表、随手核对、算好得分，下载排好的 Word 文件。文件都在本机，不上传。" }), fresh), open),
  el("section", { "aria-labelledby": "mine" },
    el("div", { class: "row" }, el("h2", { id: "mine", text: "我的报告" }),
      el("label", { class: "hidden", htmlFor: "filter", text: "找" }), filter), list, more)));

filter.addEventListener("input", () => { showing = PAGE; paint(); });
more.addEventListener("click", () => { showing += PAGE; paint(); });

async function load() {
  const answer = await read("/api/inputs");
  files = answer.files;
  if (answer.readOnly) say("这个文件夹只读：可以看、核对、下载，不能改。");
  paint();
}

function matches(file) {
  const word = filter.value.trim().toLowerCase();
  const told = known.get(file);
  return !word || `${file} ${told?.title ?? ""} ${told?.year ?? ""}`.toLowerCase().includes(word);
}

function paint() {
  const wanted = files.filter(matches);
  list.replaceChildren(...wanted.slice(0, showing).map(card));
  if (!files.length) list.append(el("li", { class: "empty", text: "这个文件夹里还没有报告。点“新建一份”开始。" }));
  else if (!wanted.length) list.append(el("li", { class: "empty", text: "没有找到。" }));
  more.classList.toggle("hidden", wanted.length <= showing);
  more.textContent = `再显示一些（共 ${wanted.length} 份）`;
}

const waiting = [];
let busy = false;

function card(file) {
  const title = el("a", { href: editing(file), text: file });
  const detail = el("p", { class: "soft", text: file });
  const state = el("span", { class: "state" });
  const next = el("button", { type: "button", text: "用它起下一年的", disabled: readOnly, onclick: () => roll(file) });
  const item = el("li", {}, el("div", { class: "what" }, title, detail), state, next);
  const paint = (told) => {
    title.textContent = told.title || told.file;
    detail.textContent = told.broken ?? [told.year && `${told.year} 年度`, told.format, told.file].filter(Boolean).join(" · ");
    state.replaceChildren(...[[told.broken, "读不通", "error"], [told.unfilled, `还有 ${told.unfilled} 处没有填`, ""],
      [told.errors, `${told.errors} 个错误`, "error"]].filter(([there]) => there)
      .map(([, text, kind]) => el("span", { class: `badge ${kind}`, text })), told.total ? el("b", { text: `${told.total} 分 ${told.grade}` }) : "");
  };
  if (known.has(file)) paint(known.get(file));
  else { waiting.push([file, paint, item]); pump(); }
  return item;
}

// 一份一份地问，只问看得见的那些；文件夹里有五百份也不必等。
async function pump() {
  if (busy) return;
  busy = true;
  await Promise.resolve();
  while (waiting.length) {
    const [file, paint, item] = waiting.shift();
    if (!item.isConnected) continue;
    try {
      if (!known.has(file)) known.set(file, await read("/api/summary", { file }));
      paint(known.get(file));
    } catch (error) { paint({ file, broken: error.message }); }
  }
  busy = false;
}

async function create() {
  const formats = await read("/api/formats").catch(complain);
  if (!formats) return;
  const options = formats.map((format, at) => el("li", {}, el("label", { class: "choice" },
    el("input", { type: "radio", name: "format", value: format.id, checked: format.default || (at === 0 && !formats.some((one) => one.default)) }),
    el("span", {}, el("b", { text: format.title }), el("br"),
      el("span", { class: "soft", text: `${format.authority} · ${format.editions}` }))),
    el("a", { href: `/preview?format=${encodeURIComponent(format.id)}`, target: "_blank", text: "看样子" })));
  const name = el("input", { id: "new-name", required: true, autocomplete: "off" });
  const problem = el("p", { class: "bad", role: "alert" });
  const form = el("form", { method: "dialog" },
    el("fieldset", {}, el("legend", { text: "一、写哪一种报告" }), el("ul", { class: "choices" }, ...options)),
    el("label", { htmlFor: "new-name", text: "二、起个文件名" }), name,
    el("p", { class: "soft", text: "如：图书馆免费开放2024。存在这个文件夹里。" }), problem);
  const make = async () => {
    const format = form.querySelector("input[name=format]:checked")?.value ?? "";
    try {
      const answer = await post("/api/new", { format, name: name.value });
      location.href = editing(answer.file);
    } catch (error) { problem.textContent = error.message; name.focus(); }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); make(); });
  dialog("新建一份", [form], [["新建", make, "primary"]]);
  name.focus();
}

async function roll(file) {
  try {
    const answer = await post("/api/rollover", { file });
    const stale = answer.stale ? `，${answer.stale} 句还在说上年` : "";
    say(`写出了 ${answer.file}（${answer.year} 年度）：${answer.unfilled} 处待填${stale}。`);
    location.href = editing(answer.file);
  } catch (error) {
    if (!error.answer?.file) { complain(error); return; }
    dialog("已经有了", [el("p", { text: error.message })],
      [["打开它", () => { location.href = editing(error.answer.file); }, "primary"]]);
  }
}

async function opened(file) {
  const way = /\.ya?ml$/i.test(file.name) ? "keep" : /\.xlsx$/i.test(file.name) ? "sheet" : "";
  const { checked, show } = await import("./check.js");
  if (!way) { checked(file); return; }
  const answer = await send(`/api/${way}?${new URLSearchParams({ name: file.name })}`, file).catch(complain);
  if (answer?.file) location.href = editing(answer.file);
  else if (answer) show(file.name, answer.problems);
}

async function quit() {
  try { say((await post("/api/quit", {})).message); } catch (error) { complain(error); }
}

load().catch(complain);
