/* Sends input[type=file][data-uploads=URL] ahead, in parts, and goes on where it stood after a lost connection.
   Words: data-sending ("{percent}"), data-waiting, data-done, data-failed, data-remove, data-busy. Draft: data-draft.
   Each file that arrived becomes <input type=hidden name=uploads>. Without this script the form sends the files. */
(function () {
  "use strict";
  var input = document.querySelector("input[type=file][data-uploads]"), queue = [], busy = false, form, list, url;
  if (!input || !window.FormData || !window.Blob || !Blob.prototype.slice) { return; }
  form = input.form; url = input.getAttribute("data-uploads");
  list = form.querySelector("[data-uploads-list]") || input.parentNode.appendChild(document.createElement("ul"));
  function word(name) { return input.getAttribute("data-" + name) || ""; }
  function post(path, body, job, then) {
    var request = job.request = new XMLHttpRequest();
    function done() {
      var answer = {};
      try { answer = JSON.parse(request.responseText); } catch (unreadable) { answer = {}; }
      if (job.gone) { return; }
      if (request.status >= 200 && request.status < 300) { job.lost = 0; then(answer); }
      else if (request.status === 409 && answer.reason === "offset") { job.offset = answer.offset; part(job); }
      else if (request.status && request.status < 500 && request.status !== 429 || request.status === 507) {
        say(job, answer.message || word("failed")); next();
      } else {
        say(job, answer.message || word("waiting")); job.lost += 1;
        setTimeout(function () { if (!job.gone) { post(path, body, job, then); } }, Math.min(30, 1 << job.lost) * 1000);
      }
    }
    request.open("POST", url + path); request.timeout = 60000;
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    if (body instanceof Blob) { request.setRequestHeader("Content-Type", "application/octet-stream"); }
    request.onload = request.onerror = request.ontimeout = done; request.send(body);
  }
  function say(job, words) { job.text.textContent = words; }
  function part(job) {
    var end = Math.min(job.file.size, job.offset + job.chunk);
    say(job, word("sending").replace("{percent}", Math.floor(100 * job.offset / job.file.size)));
    if (job.offset >= job.file.size) { post("/" + job.token + "/file", null, job, function () { keep(job); }); return; }
    post("/" + job.token + "/parts?offset=" + job.offset, job.file.slice(job.offset, end), job,
      function (answer) { job.offset = answer.offset; part(job); });
  }
  function keep(job) {
    var field = document.createElement("input");
    field.type = "hidden"; field.name = "uploads"; field.value = job.token;
    job.row.appendChild(field); say(job, word("done")); next();
  }
  function next() {
    var job = queue.shift(), body = new FormData();
    busy = job || false;
    if (!job) { return; }
    if (job.gone) { next(); return; }
    body.append("draft", input.getAttribute("data-draft")); body.append("size", job.file.size);
    body.append("name", job.file.name);
    post("", body, job, function (answer) {
      job.token = answer.token; job.offset = answer.offset; job.chunk = answer.chunk; part(job);
    });
  }
  function remove(job) {
    job.gone = true; list.removeChild(job.row); if (job.request) { job.request.abort(); }
    if (busy === job) { next(); }
    if (job.token) { post("/" + job.token + "/removal", null, { lost: 0, text: job.text, gone: true }, function () {}); }
  }
  function add(file) {
    var job = { file: file, lost: 0, row: document.createElement("li"), text: document.createElement("span") },
      button = document.createElement("button");
    button.type = "button"; button.className = "link"; button.textContent = word("remove");
    button.setAttribute("aria-label", word("remove") + " " + file.name);
    button.onclick = function () { remove(job); };
    job.text.setAttribute("role", "status");
    job.row.appendChild(document.createTextNode(file.name + " ")); job.row.appendChild(job.text);
    job.row.appendChild(document.createTextNode(" ")); job.row.appendChild(button);
    list.appendChild(job.row); say(job, word("waiting")); queue.push(job);
  }
  input.addEventListener("change", function () {
    Array.prototype.forEach.call(input.files, add);
    input.value = "";
    if (!busy) { next(); }
  });
  form.addEventListener("submit", function (event) {
    if (busy) { event.preventDefault(); say(busy, word("busy")); }
  });
}());
