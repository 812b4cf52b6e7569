"use strict";
// Only filters: everything can be read without this.
(() => {
  const bar = document.querySelector(".filters");
  const [file, type, action] = ["file", "type", "action"].map((name) => bar.querySelector(`select[name=${name}]`));
  const articles = [...document.querySelectorAll("article")];
  const offer = (select, value, text) => {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
  };
  articles.forEach((article) => offer(file, article.id, article.querySelector("h2").textContent));
  document.querySelectorAll("tr[data-type]").forEach((row) => offer(type, row.dataset.type, row.dataset.title));
  const fits = (select, value) => !select.value || select.value === value;
  const apply = () => {
    articles.forEach((article) => {
      let shown = 0;
      article.querySelectorAll("tr[data-type]").forEach((row) => {
        row.hidden = !(fits(type, row.dataset.type) && fits(action, row.dataset.action));
        shown += row.hidden ? 0 : 1;
      });
      article.hidden = !fits(file, article.id) || ((type.value || action.value) && !shown);
    });
  };
  [file, type, action].forEach((select) => select.addEventListener("change", apply));
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  bar.hidden = false;
})();
