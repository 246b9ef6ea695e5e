/** The link in what was shared, which arrives in a fragment; all of the text where there is none, for the error that it is. */
export function sharedLink(fragment: string): string {
  const text = decoded(fragment.replace(/^#/, ""));
  return /https?:\/\/\S+/.exec(text)?.[0] ?? text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
