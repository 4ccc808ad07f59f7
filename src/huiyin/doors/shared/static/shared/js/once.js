/* A form is sent once: a second click waits for the answer of the first. Says so with the words in data-sending. */
(function () {
  "use strict";
  function button(form, event) {
    return event.submitter || form.querySelector("button:not([type=button]), input[type=submit]");
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, sender;
    if (event.defaultPrevented || (form.method || "").toLowerCase() !== "post") { return; }
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    sender = button(form, event);
    if (!sender) { return; }
    sender.setAttribute("aria-disabled", "true");
    if (form.getAttribute("data-sending") && sender.tagName === "BUTTON") {
      sender.setAttribute("data-words", sender.textContent);
      sender.textContent = form.getAttribute("data-sending");
    }
  });
  /* Back from the next page, or after a lost connection: the form can be sent again. */
  window.addEventListener("pageshow", function () {
    var forms = document.querySelectorAll("form[data-sent]"), i, sender;
    for (i = 0; i < forms.length; i += 1) {
      forms[i].removeAttribute("data-sent");
      sender = forms[i].querySelector("[aria-disabled=true]");
      if (!sender) { continue; }
      sender.removeAttribute("aria-disabled");
      if (sender.getAttribute("data-words")) { sender.textContent = sender.getAttribute("data-words"); }
    }
  });
}());
