/* Keeps what is written in form[data-draft=NAME] in this browser for a day, until a page with [data-draft-done=NAME].
   Never keeps files, hidden fields, passwords, or what is marked data-private (who the writer is).
   Words: data-draft-kept, data-draft-clear. */
(function () {
  "use strict";
  var DAY = 864e5, store, form, key, note;
  try { store = window.localStorage; store.getItem("draft"); } catch (refused) { return; }
  if (!store) { return; }
  function forget(name) { store.removeItem("draft:" + name); }
  Array.prototype.forEach.call(document.querySelectorAll("[data-draft-done]"), function (done) {
    forget(done.getAttribute("data-draft-done"));
  });
  form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  key = form.getAttribute("data-draft");
  function each(act) {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && !/^(file|hidden|password|submit|button)$/.test(field.type) &&
          !field.hasAttribute("data-private")) { act(field, /^(radio|checkbox)$/.test(field.type)); }
    });
  }
  function show() {
    var clear;
    if (note || !form.getAttribute("data-draft-kept")) { return; }
    note = document.createElement("p");
    note.className = "kept";
    note.setAttribute("role", "status");
    note.textContent = form.getAttribute("data-draft-kept");
    clear = document.createElement("button");
    clear.type = "button";
    clear.className = "link";
    clear.textContent = form.getAttribute("data-draft-clear");
    clear.onclick = function () { forget(key); form.reset(); each(function (f, pick) { if (!pick) { f.value = ""; } });
      note.parentNode.removeChild(note); note = null; };
    note.appendChild(clear);
    form.insertBefore(note, form.querySelector(".foot"));
  }
  function keep() {
    var kept = { at: Date.now(), values: [] };
    each(function (f, pick) { if (pick ? f.checked : f.value) { kept.values.push([f.name, f.value]); } });
    try { store.setItem("draft:" + key, JSON.stringify(kept)); show(); } catch (full) { return; }
  }
  function restore() {
    var kept = JSON.parse(store.getItem("draft:" + key) || "null");
    if (!kept || Date.now() - kept.at > DAY) { forget(key); return; }
    each(function (f, pick) { kept.values.forEach(function (pair) {
      if (pair[0] !== f.name) { return; }
      if (pick) { f.checked = f.checked || pair[1] === f.value; } else if (!f.value) { f.value = pair[1]; }
    }); });
    if (kept.values.length) { show(); }
  }
  try { restore(); } catch (unreadable) { forget(key); }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}());
