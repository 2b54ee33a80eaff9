// 填写页：左边各页和说明，中间表单，右边预览；上面进度、得分、撤销、下载。

import { NAMES, canPrint, complain, dialog, el, problemItem, readOnly, say } from "./common.js";
import { act, file, load, parsed, pulse, sheetOf, store } from "./store.js";
import { fields, helpers, place, rebuildChanged, refreshAll, rows, sheetView } from "./form.js";
import "./extra.js";

const MOST = 60;
let current = null;
const nav = el("ul", { class: "sheets" });
const list = el("div", { class: "problems" });
const main = el("main", { class: "form", tabIndex: -1 });
const preview = el("aside", { class: "preview hidden", "aria-label": "预览" });
const title = el("b", { class: "name" });
const saved = el("span", { class: "saved", role: "status" });
const bar = el("progress", { max: 1, value: 0, "aria-label": "填了多少" });
const filled = el("span", { class: "filled" });
const total = el("button", { type: "button", class: "total", title: "得分怎么来的", onclick: explain });
const button = (label, onclick, options = {}) => el("button", { type: "button", text: label, onclick, ...options });
const next = button("下一个空格", nextEmpty, { class: "primary", title: "F9" });
const undo = button("撤销", () => turn("undo"), { title: "撤销刚才的改动（Ctrl+Z）" });
const redo = button("重做", () => turn("redo"), { title: "重做（Ctrl+Y）" });
const look = button("预览", togglePreview, { "aria-pressed": "false" });
const away = el("p", { class: "away hidden", role: "alert", text: "程序没有开着。填的字还在这个页面上，请再运行一次 reportgen serve，开了就接着存；先不要关这个页面。" });

helpers.fixButton = (problem) => {
  if (problem.confirm !== undefined && !readOnly) {
    return button("确实不变", () => act("confirm", { start: problem.confirm }).catch(complain), { class: "fix" });
  }
  if (!problem.fix || readOnly) return null;
  return button(`照改：${problem.fix.before} → ${problem.fix.after}`.slice(0, 60), () =>
    act("fix", { code: problem.code, start: problem.fix.start }).then(() => say("改好了，可以撤销。")).catch(complain), { class: "fix" });
};

function frame() {
  document.body.append(
    el("a", { class: "skip", href: "#form", text: "跳到表单" }),
    el("header", { class: "bar" },
      el("a", { class: "brand", href: "/", text: "← 我的报告" }), title, saved,
      el("span", { class: "grow" }), bar, filled, next, total, undo, redo, look,
      button("下载 ▾", downloads, { "aria-haspopup": "dialog" })),
    away,
    el("div", { class: "desk" },
      el("aside", { class: "left", "aria-label": "各页和说明" }, el("nav", { "aria-label": "各页" }, nav), list),
      main, preview));
  main.id = "form";
}

function show(sheet) {
  current = sheet;
  document.activeElement?.blur?.();
  main.replaceChildren(el("h2", { text: sheet.title }), ...sheetView(sheet).filter(Boolean));
  place(store.state.problems);
  refreshAll(store.state, store.state);
  main.scrollTop = 0;
  paintNav();
}

const tally = (sheet) => {
  const here = store.bySheet.get(sheet) ?? { problems: [], unfilled: [] };
  const count = (severity) => here.problems.filter((one) => one.severity === severity && !one.waived).length;
  return { errors: count("error"), warnings: count("warning"), unfilled: here.unfilled.length };
};

function sorted(state) {
  store.bySheet = new Map(store.form.sheets.map((sheet) => [sheet, { problems: [], unfilled: [] }]));
  for (const problem of state.problems) {
    if (problem.address !== undefined) store.bySheet.get(sheetOf(problem.address)).problems.push(problem);
  }
  store.inRow = new Map();
  for (const address of state.unfilled) {
    store.bySheet.get(sheetOf(address)).unfilled.push(address);
    const row = /^.*\/\d+(?=\/)/.exec(address)?.[0];
    if (row) store.inRow.set(row, [...(store.inRow.get(row) ?? []), address]);
  }
}

function item(sheet) {
  const { errors, warnings, unfilled } = tally(sheet);
  const prefix = sheet.key ? `/${sheet.key}` : "";
  const used = Object.keys(store.state.cells).some((key) => key.startsWith(prefix));
  let state = used ? "已填" : "未填";
  let kind = used ? "done" : "";
  if (unfilled) { state = `空 ${unfilled}`; kind = "part"; }
  if (errors) { state = `错误 ${errors}`; kind = "error"; }
  else if (warnings && !unfilled) { state = `提醒 ${warnings}`; kind = "warning"; }
  return el("li", {}, el("button", { type: "button", class: "sheet", "aria-current": sheet === current ? "page" : null,
    onclick: () => show(sheet) }, el("span", { text: sheet.title }), el("span", { class: `badge ${kind}`, text: state })));
}

function paintNav() {
  const usual = (sheet) => sheet.blocks.some((block) => block.shown) || sheet === current
    || Object.keys(store.state.cells).some((key) => sheet.key && key.startsWith(`/${sheet.key}/`));
  const rest = store.form.sheets.filter((sheet) => !usual(sheet));
  const opened = nav.querySelector("details")?.open ?? false;
  nav.replaceChildren(...store.form.sheets.filter(usual).map(item),
    rest.length ? el("li", {}, el("details", { open: opened }, el("summary", { text: "不常用的" }), el("ul", {}, ...rest.map(item)))) : "");
}

function paintProblems(state) {
  const key = JSON.stringify([state.problems, state.unfilled.length > 0]);
  if (key === list.shown) return;
  list.shown = key;
  const told = state.problems.filter((problem) => !problem.waived);
  const waived = state.problems.length - told.length;
  const order = { error: 0, warning: 1, note: 2 };
  told.sort((one, other) => order[one.severity] - order[other.severity]);
  const head = Object.entries(NAMES).map(([severity, name]) => [told.filter((one) => one.severity === severity).length, name])
    .filter(([count]) => count).map(([count, name]) => `${count} 个${name}`).join("，");
  const empty = state.unfilled.length ? "填好以后，这里说哪里不合。" : "没有发现不合的地方。";
  list.replaceChildren(el("h3", { text: head || empty }),
    ...told.slice(0, MOST).map((problem) => problemItem(problem, [
      problem.address !== undefined ? button("去改", () => goTo(problem.address)) : null, helpers.fixButton(problem)].filter(Boolean))),
    told.length > MOST ? el("p", { class: "soft", text: `先列 ${MOST} 条，改好前面的再列。` }) : "",
    waived ? el("p", { class: "soft", text: `另有 ${waived} 条已写明豁免。` }) : "");
}

function paintTop(state) {
  title.textContent = state.cells["/project/name"] || state.cells["/unit/name"] || file;
  document.title = title.textContent;
  bar.max = state.asked || 1;
  bar.value = state.filled;
  filled.textContent = `已填 ${state.filled}/${state.asked}`;
  next.disabled = !state.unfilled.length;
  next.textContent = state.unfilled.length ? "下一个空格" : "都填了";
  total.textContent = state.total ? `${state.total} 分 ${state.grade}` : state.unfilled.length ? "填完计分" : "—";
  undo.disabled = readOnly || !state.undo;
  redo.disabled = readOnly || !state.redo;
}

function changed(old, state) {
  if (state.broken || !store.form?.sheets) { broken(state); return; }
  if (old?.broken) { location.reload(); return; }
  sorted(state);
  store.unfilled = new Set(state.unfilled);
  if (current) {
    rebuildChanged();
    place(state.problems);
    refreshAll(old, state);
    paintNav();
  }
  paintProblems(state);
  paintTop(state);
  schedulePreview(old, state);
}

// 文件读不通：说哪一行，能照改的照改，也可以撤回上一个样子。
function broken(state) {
  const items = state.problems.map((problem) => el("li", {},
    problem.line ? el("pre", { text: `第 ${problem.line.number} 行　${problem.line.text}` }) : null,
    problemItem(problem, [helpers.fixButton(problem)].filter(Boolean))));
  const back = state.undo ? [button("撤回上一个样子", () => turn("undo"), { class: "primary" })] : [];
  main.replaceChildren(el("h2", { text: `${file} 现在读不通` }),
    el("p", { text: "文件在别处改过，写法不对。改好以后这里会自己接着显示。" }), ...back, el("ul", { class: "problems" }, ...items));
  current = null;
}

function goTo(address) {
  const sheet = sheetOf(address);
  if (sheet !== current) show(sheet);
  for (let at = parsed(address).length; at > 0; at -= 1) {
    const steps = address.split("/").slice(0, at + 1).join("/");
    const row = rows.get(steps);
    if (row && !fields.has(address)) row.open(true);
  }
  const details = [...main.querySelectorAll("details.rest:not([open])")];
  let near = address;
  for (const box of fields.has(address) ? [] : details) { box.open = true; box.dispatchEvent(new Event("toggle")); }
  while (near && !fields.has(near) && !rows.has(near)) near = near.slice(0, near.lastIndexOf("/"));
  const field = fields.get(near);
  if (!field) {
    rows.get(near)?.open(true);
    (rows.get(near) ?? main).focus();
    return;
  }
  for (let box = field.box.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  field.visited = true;
  field.box.scrollIntoView({ block: "center" });
  field.input.focus({ preventScroll: true });
  field.repaint();
}

function nextEmpty() {
  const here = [...fields.values()].find((field) => field.input === document.activeElement)?.address ?? "";
  const order = store.state.unfilled;
  const ordered = store.form.sheets.flatMap((sheet) => order.filter((address) => sheetOf(address) === sheet));
  goTo(ordered[(ordered.indexOf(here) + 1) % ordered.length]);
}

let seen = -1;
function nextProblem(by) {
  const told = store.state.problems.filter((problem) => !problem.waived && problem.address !== undefined);
  if (!told.length) { say("没有要改的。"); return; }
  seen = (seen + by + told.length) % told.length;
  goTo(told[seen].address);
}

const turn = (name) => act(name, {}).catch(complain);

function explain() {
  const { state } = store;
  const lines = Object.entries(state.scores ?? {}).map(([address, score]) => el("tr", {},
    el("td", {}, button(state.cells[`${address}/name`] ?? address, () => { close(); goTo(`${address}/name`); }, { class: "link" })),
    el("td", { class: "number", text: score.weight }), el("td", { class: "number", text: score.score || "算不出" }),
    el("td", {}, el("details", {}, el("summary", { text: "怎么来的" }), el("ol", {}, ...score.steps.map((step) => el("li", { text: step })))))));
  const content = lines.length ? [el("p", { text: `总分 ${state.total || "不完整"}，满分 ${state.full}，等级 ${state.grade || "—"}` }),
    el("div", { class: "scroll" }, el("table", { class: "plain" }, el("thead", {}, el("tr", {}, ...["指标", "分值", "得分", ""].map((head) => el("th", { text: head })))),
      el("tbody", {}, ...lines)))] : [el("p", { text: `还有 ${state.unfilled.length} 处没有填，填完就计分。` })];
  const close = dialog("得分怎么来的", content, []);
}

function downloads() {
  const { state } = store;
  const ready = state.ready;
  const get = (kind, draft) => (close) => {
    el("a", { href: `/download?${new URLSearchParams({ file, kind, draft })}`, download: "" }).click();
    close();
  };
  const why = ready ? [] : [el("p", { class: "problem warning", text: state.unfilled.length
    ? `还有 ${state.unfilled.length} 处没有填，出不了正式稿。` : `还有 ${state.errors} 个错误，只能出草稿（页眉标“草稿”）。` })];
  const word = ready ? ["Word 正式稿", get("docx", ""), "primary"] : ["Word 草稿", get("docx", "yes"), "primary"];
  dialog("下载", [...why, el("p", { class: "soft", text: "都由文件现在的样子出。" })],
    [...(state.unfilled.length ? [] : [word, ["检查单", get("检查单.md", "")]]), ["Excel 填报表", get("填报表.xlsx", "")], ["数据（YAML）", get("yaml", "")]]);
}

let later = 0;
function schedulePreview(old, state) {
  if (preview.classList.contains("hidden") || old?.etag === state.etag) return;
  clearTimeout(later);
  later = setTimeout(paintPreview, 600);
}

function paintPreview() {
  const page = preview.querySelector("iframe");
  const at = page.contentWindow?.scrollY ?? 0;
  page.onload = () => page.contentWindow?.scrollTo(0, at);
  page.src = `/preview?${new URLSearchParams({ file })}`;
}

function togglePreview() {
  const hidden = preview.classList.toggle("hidden");
  document.body.classList.toggle("beside", !hidden);
  look.setAttribute("aria-pressed", String(!hidden));
  if (!preview.childElementCount) {
    const print = button("按打印的样子（PDF）", () => window.open(`/pdf?${new URLSearchParams({ file })}`, "_blank", "noopener"));
    if (canPrint) preview.append(el("p", { class: "row" }, print));
    preview.append(el("iframe", { title: "报告的样子" }));
  }
  if (!hidden) paintPreview();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "F8") { event.preventDefault(); nextProblem(event.shiftKey ? -1 : 1); }
  if (event.key === "F9") { event.preventDefault(); if (store.state.unfilled.length) nextEmpty(); }
  const typing = ["TEXTAREA", "INPUT"].includes(document.activeElement?.tagName);
  if (!typing && (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key)) turn(event.key === "z" ? "undo" : "redo");
});
window.addEventListener("beforeunload", (event) => { if (store.dirty.size) event.preventDefault(); });

store.listeners.push(changed);
frame();
load().then(() => {
  if (!store.state.broken) {
    const first = store.form.sheets.find((sheet) => store.bySheet.get(sheet).unfilled.length);
    show(first ?? store.form.sheets[0]);
  }
  pulse((gone) => away.classList.toggle("hidden", !gone));
}).catch(complain);
setInterval(() => { if (store.state && !store.state.broken) saved.textContent = readOnly ? "只读" : store.dirty.size ? "正在保存…" : "已保存"; }, 400);
