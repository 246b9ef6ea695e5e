/** Long enough for a browser to have taken what it saves. Milliseconds. */
const TAKEN = 60_000;

/** Hands the text to the browser as a file to keep, as if a link to it had been followed. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN);
}
