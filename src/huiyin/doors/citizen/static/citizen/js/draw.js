/* #draw[data-file] repeats a published draw as verify_draw.py does, with whole numbers and sha256.js. ES5.
   Words: data-right, data-wrong, data-fails. Each li[data-check] > b takes one of them, and #verdict. */
(function () {
  "use strict";
  var place = document.getElementById("draw"), verdict = document.getElementById("verdict"), asked;
  function sha(bytes) {
    return sha256(bytes).map(function (one) { return ("0000000" + (one >>> 0).toString(16)).slice(-8); }).join("");
  }
  function canonical(value) {
    if (Array.isArray(value)) { return "[" + value.map(canonical).join(",") + "]"; }
    if (value === null || typeof value !== "object") { return JSON.stringify(value); }
    return "{" + Object.keys(value).sort().map(function (key) {
      return JSON.stringify(key) + ":" + canonical(value[key]);
    }).join(",") + "}";
  }
  function digest(value) {
    return sha(unescape(encodeURIComponent(typeof value === "string" ? value : canonical(value))));
  }
  function material(source, revealed) {
    if (source.kind === "numbers") {
      if (revealed.numbers.length !== source.draws.length) { throw new Error("not what was named"); }
      return revealed.numbers.map(function (drawn) {
        return drawn.slice().sort(function (a, b) { return a - b; }).map(function (n) { return n + "."; }).join("");
      }).join("/") + "/";
    }
    if (source.kind === "beacon") {
      if (revealed.round !== source.round || sha(revealed.signature.replace(/../g, function (two) {
        return String.fromCharCode(parseInt(two, 16));
      })) !== revealed.randomness) { throw new Error("not what was named"); }
      return revealed.randomness;
    }
    return source.witnesses.map(function (one) {
      var secret = revealed.secrets[one.name];
      if (digest([one.name, secret]) !== one.commitment) { throw new Error("not what was committed to"); }
      return secret;
    }).join("/") + "/";
  }
  function rest(hex, by) {
    var left = 0, i;
    for (i = 0; i < hex.length; i += 1) { left = (left * 16 + parseInt(hex.charAt(i), 16)) % by; }
    return left;
  }
  function ticket(seed, tickets) { /* hashes beyond the last full multiple of `tickets` are thrown away */
    var beyond = rest("1" + new Array(65).join("0"), tickets), i = 0, hash;
    do { hash = digest(seed + "/ticket/" + i); i += 1; } while (
      /^f{54}/.test(hash) && parseInt(hash.slice(54), 16) >= Math.pow(2, 40) - beyond
    );
    return rest(hash, tickets) + 1;
  }
  function count(list) {
    var found = {};
    list.forEach(function (one) { found[one] = (found[one] || 0) + 1; });
    return found;
  }
  function panel(told, seed, number) {
    var lots = {}, taken = [], types, i;
    told.roster.forEach(function (one) {
      (lots[one[1]] = lots[one[1]] || []).push([digest(seed + "/lot/" + one[0]), one[0]]);
    });
    for (i = 0; number > told.panels[i][0]; i += 1) { number -= told.panels[i][0]; }
    types = count(told.panels[i][1]);
    Object.keys(types).forEach(function (type) {
      lots[type].sort(function (a, b) { return a[0] < b[0] ? -1 : 1; });
      lots[type].slice(0, types[type]).forEach(function (one) { taken.push(one[1]); });
    });
    return taken.sort().join();
  }
  function kept(told) {
    var sizes = count(told.roster.map(function (one) { return one[1]; })), tickets = 0;
    return told.panels.every(function (one) {
      var seats = count(one[1]);
      tickets += one[0];
      return one[1].length === told.seats && Object.keys(seats).every(function (type) {
        return seats[type] <= sizes[type];
      }) && told.features.every(function (feature, f) {
        return feature.quotas.every(function (quota, q) {
          var n = one[1].filter(function (type) { return told.types[type][f] === q; }).length;
          return quota.least <= n && n <= quota.most;
        });
      });
    }) && tickets === told.tickets;
  }
  function announcementIn(text) { /* as it was written: its largest numbers are beyond what a script can count */
    var from = text.indexOf("\"announcement\":") + 15, at = from, depth = 0, quoted = false, c;
    do {
      c = text.charAt(at);
      if (c === "\\" && quoted) { at += 1; } else if (c === "\"") { quoted = !quoted; } else if (!quoted) {
        depth += c === "{" ? 1 : c === "}" ? -1 : 0;
      }
      at += 1;
    } while (depth && at < text.length);
    return text.slice(from, at);
  }
  function repeat(text) {
    var file = JSON.parse(text), told = file.announcement, whole = true, announced = digest(announcementIn(text)), seed, number;
    function say(name, right) {
      place.querySelector("[data-check=" + name + "] b").textContent = place.getAttribute(right ? "data-right" : "data-wrong");
      whole = whole && right;
    }
    say("announcement", announced === file.announced);
    say("roster", digest(told.roster) === told.roster_hash
      && Object.keys(count(told.roster.map(function (one) { return one[0]; }))).length === told.roster.length);
    say("quotas", kept(told));
    seed = digest(announced + "/" + material(file.revealed.standby ? told.standby : told.source, file.revealed));
    say("seed", seed === file.result.seed);
    number = ticket(seed, told.tickets);
    say("panel", number === file.result.ticket && panel(told, seed, number) === file.result.panel.slice().sort().join());
    verdict.textContent = place.getAttribute(whole ? "data-right" : "data-wrong");
  }
  asked = new XMLHttpRequest();
  asked.open("GET", place.getAttribute("data-file"));
  asked.onloadend = function () {
    try { repeat(asked.responseText); } catch (error) { verdict.textContent = place.getAttribute("data-fails"); }
  };
  asked.send();
}());
