// Shortcuts of the page on which messages are looked through. All of it works without them, by buttons and links.
"use strict";

const kinds = document.getElementById("art");
let isLeaving = false;

function isTyping(element) {
  return element.closest("input:not([type=checkbox]):not([type=hidden]), select, textarea") !== null;
}

function press(element) {
  isLeaving = element.tagName !== "SUMMARY";
  element.click();
}

function chooseKind(letter) {
  const button = [...kinds.querySelectorAll("[data-kind]")].find((item) => item.dataset.kind === letter);
  if (button) press(button);
  return Boolean(button);
}

function openKinds() {
  kinds.open = true;
  kinds.querySelector("button").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || isTyping(event.target)) return;
  if (isLeaving) return event.preventDefault();
  if (kinds.open && event.key === "Escape") {
    kinds.open = false;
    kinds.querySelector("summary").focus();
    return;
  }
  const key = event.key.toLowerCase();
  if (kinds.open && key.length === 1 && chooseKind(key)) return event.preventDefault();
  // Enter does what it always does on whatever has the focus.
  const isOnSomething = event.target.closest("a, button, summary") !== null;
  const name = key === "enter" && !isOnSomething && !kinds.open ? "j" : key;
  if (name === "k") {
    openKinds();
    return event.preventDefault();
  }
  const element = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (!element || kinds.open) return;
  press(element);
  event.preventDefault();
});

// Somebody who comes back by the browser's own button goes on where he was.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});
