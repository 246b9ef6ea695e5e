/** How the small elements beside a large one stand. */
export interface Strip {
  readonly columns: number;
  readonly rows: number;
}

/** At most so many one under the other, or side by side, before it takes another line. */
const MOST = 5;

/** Beside a large element, on a stage that is wide. */
export function sideStrip(count: number): Strip {
  const columns = Math.max(1, Math.ceil(count / MOST));
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) };
}

/** Under it, on one that is tall. */
export function underStrip(count: number): Strip {
  const { columns: rows, rows: columns } = sideStrip(count);
  return { columns, rows };
}
