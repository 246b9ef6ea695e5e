/** For the browser to have read it before it is let go of. Milliseconds. */
const READING = 60_000;

/** Hands a file to the browser's downloads. Nothing opens it here, whatever is in it. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READING);
}
