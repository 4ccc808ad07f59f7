/* button[data-read-aloud=ID, hidden] reads the element aloud where the phone can. data-stop: its words while reading. */
(function () {
  "use strict";
  var voice = window.speechSynthesis, buttons = document.querySelectorAll("[data-read-aloud]");
  if (!voice || !window.SpeechSynthesisUtterance) { return; }
  function ready(button) {
    var words = button.textContent, speech;
    function stop() { voice.cancel(); button.textContent = words; button.setAttribute("aria-pressed", "false"); }
    button.hidden = false;
    button.addEventListener("click", function () {
      if (voice.speaking) { stop(); return; }
      speech = new window.SpeechSynthesisUtterance(
        document.getElementById(button.getAttribute("data-read-aloud")).innerText);
      speech.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
      speech.rate = 0.9;
      speech.onend = speech.onerror = stop;
      button.textContent = button.getAttribute("data-stop") || words;
      button.setAttribute("aria-pressed", "true");
      voice.speak(speech);
    });
  }
  Array.prototype.forEach.call(buttons, ready);
  window.addEventListener("pagehide", function () { voice.cancel(); });
}());
