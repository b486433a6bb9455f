// The theme: the system's, until the user chooses the other one.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const stored = () => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
};

export const theme = () => root.dataset.theme;

export function toggleTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  root.dataset.theme = next;
  try {
    if ((next === "dark") === system.matches) localStorage.removeItem("theme");
    else localStorage.setItem("theme", next);
  } catch {
    // kept for this page only
  }
}

export function followSystem(changed) {
  system.addEventListener("change", () => {
    if (stored() === null) {
      root.dataset.theme = system.matches ? "dark" : "light";
      changed();
    }
  });
}
