// 表里贴几行，叙述里引用事实：都先给看。

import { complain, dialog, el, read, readOnly, say } from "./common.js";
import { helpers } from "./form.js";
import { act, file, store, text } from "./store.js";

// 剪贴板里是一张表的才管；一个词、一句话照常贴进这一格。
helpers.pasted = (event, field) => {
  const plain = event.clipboardData.getData("text/plain");
  const html = event.clipboardData.getData("text/html");
  if (readOnly || !(/\t|[\r\n]./.test(plain.trim()) || /<tr[\s>]/i.test(html))) return;
  event.preventDefault();
  const address = field.table.address;
  offer({ address: address.slice(0, -1), at: address.at(-1), column: field.spec.keys.join("/"), text: plain, html });
};

helpers.pasteButton = (block, address) => readOnly ? null : el("button", { type: "button", text: "从 Excel 贴",
  onclick: () => {
    const box = el("textarea", { class: "pastehere", rows: 5, placeholder: "在 Excel、WPS 里复制几行，点这里，按 Ctrl+V" });
    const close = dialog(`把几行贴进${block.title}`, [el("p", { class: "soft",
      text: "连表头一起复制最好，各栏自己对上；填之前先给看。已经有字的格不动。" }), box], []);
    box.addEventListener("paste", (event) => {
      event.preventDefault();
      close();
      const data = event.clipboardData;
      offer({ address, at: Number(store.state.rows[`/${address.join("/")}`] ?? 0) - 1, column: "",
        text: data.getData("text/plain"), html: data.getData("text/html") });
    });
    box.focus();
  } });

async function offer(wishes, columns) {
  let seen;
  try { seen = await act("paste", { ...wishes, columns }); } catch (error) { complain(error); return; }
  const choose = (at) => el("select", { "aria-label": `第 ${at + 1} 栏填到哪里`, onchange: (event) => {
    const chosen = seen.columns.map((keys, place) =>
      place === at ? (event.target.value === "" ? null : seen.fields[event.target.value][0]) : keys);
    close();
    offer(wishes, chosen);
  } }, el("option", { value: "", text: "（不要）" }), ...seen.fields.map(([keys, title], place) =>
    el("option", { value: place, text: title, selected: JSON.stringify(keys) === JSON.stringify(seen.columns[at]) })));
  const rows = seen.rows.slice(0, 100).map((row) => el("tr", {}, ...row.map((cell, at) =>
    el("td", { text: cell, class: seen.columns[at] ? "" : "unused" }))));
  const count = seen.rows.length;
  const kept = seen.kept ? `；${seen.kept} 格原来有别的字，不动` : "";
  const go = async (done) => {
    try { await act("paste", { ...wishes, columns: seen.columns, apply: true }); done(); say(`填了 ${count} 行，可以撤销。`); }
    catch (error) { complain(error); }
  };
  const close = dialog("要填的几行", [el("p", { text: `${count} 行，其中 ${seen.new} 行是新的${kept}。` }),
    el("div", { class: "scroll seen" }, el("table", { class: "plain" },
      el("thead", {}, el("tr", {}, ...seen.columns.map((_, at) => el("th", {}, choose(at))))), el("tbody", {}, ...rows)))],
  [[`填入 ${count} 行`, go, "primary"]]);
}

// 叙述的格下面：能引用的事实，点一下写进去；写了引用的，下面是印出来的样子。
helpers.citing = (field) => {
  const shown = el("p", { class: "printed", "aria-live": "polite" });
  const list = el("div", { class: "facts" });
  const box = el("details", { class: "rest" }, el("summary", { text: "引用上面填过的数" }), list);
  const paint = async () => {
    if (!field.input.value.includes("{{")) { shown.textContent = ""; return; }
    const answer = await act("sentence", { text: field.input.value }).catch(() => null);
    if (answer) shown.textContent = answer.problem || `印出来是：${answer.text}`;
  };
  const put = (fact) => {
    const { input } = field;
    input.setRangeText(fact.reference, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    input.focus();
    paint();
  };
  box.addEventListener("toggle", async () => {
    if (!box.open) return;
    const facts = await read("/api/facts", { file }).catch(() => []);
    list.replaceChildren(...facts.map((fact) => el("button", { type: "button", disabled: readOnly, onclick: () => put(fact) },
      `${fact.title} `, el("b", { text: fact.text }))));
    if (!facts.length) list.append(el("p", { class: "soft", text: "填好必填的，这里就有能引用的数。" }));
  });
  field.input.addEventListener("blur", paint);
  if (text(field.address).includes("{{")) setTimeout(paint);
  return [shown, box];
};
