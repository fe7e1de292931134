"use strict";
// Light or dark: as the system, unless the reader chooses, which is kept where the browser lets a page keep things.

const theme = document.getElementById("theme");

function setTheme(name) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  theme.value = name;
}

try {
  setTheme(localStorage.getItem("capaug-theme") ?? "");
} catch {
  setTheme("");
}
theme.addEventListener("change", () => {
  setTheme(theme.value);
  try {
    localStorage.setItem("capaug-theme", theme.value);
  } catch {
    // A page from a file may be allowed to keep nothing: the choice holds until it is closed.
  }
});
