import { WireError } from "./error.ts";

/** Gives back what a stranger wrote, as far as it is what it has to be; else throws a WireError that says where it is not. */
export type Schema<T> = (value: unknown, at: string) => T;

/** What a schema gives back. */
export type Output<S extends Schema<unknown>> = ReturnType<S>;

type Fields = Readonly<Record<string, Schema<unknown>>>;
type OptionalName<F extends Fields> = {
  [Name in keyof F]: undefined extends ReturnType<F[Name]> ? Name : never;
}[keyof F];
type Flat<T> = { [Name in keyof T]: T[Name] };
type Fielded<F extends Fields> = Flat<
  { [Name in Exclude<keyof F, OptionalName<F>>]: ReturnType<F[Name]> } & {
    [Name in OptionalName<F>]?: ReturnType<F[Name]>;
  }
>;

export const boolean = of<boolean>((value) => typeof value === "boolean");

/** Bounds are among what is allowed. */
export function number(least: number, most: number): Schema<number> {
  return of((value) => typeof value === "number" && value >= least && value <= most);
}

/** Likewise; a multiple of `step`. */
export function integer(least: number, most: number, step = 1): Schema<number> {
  return such(number(least, most), (value) => Number.isSafeInteger(value) && value % step === 0);
}

/** Of so many characters at most. */
export function text(most: number): Schema<string> {
  return of((value) => typeof value === "string" && value.length <= most);
}

export function pattern(pattern: RegExp): Schema<string> {
  return of((value) => typeof value === "string" && pattern.test(value));
}

/** A view of what was read. */
export function bytes(least: number, most: number = least): Schema<Uint8Array<ArrayBuffer>> {
  return of((value) => value instanceof Uint8Array && value.length >= least && value.length <= most);
}

export function oneOf<const T>(options: readonly T[]): Schema<T> {
  return of((value) => options.includes(value as T));
}

/** Of so many items at most. */
export function list<T>(item: Schema<T>, most: number): Schema<T[]> {
  const short = of<unknown[]>((value) => Array.isArray(value) && value.length <= most);
  return (value, at) => short(value, at).map((each, i) => item(each, `${at}.${i}`));
}

/** These fields; whatever else there is is left out. Those that are `optional` need not be there. */
export function object<F extends Fields>(fields: F): Schema<Fielded<F>> {
  const isObject = of<object>((value) => typeof value === "object" && value !== null);
  const schemas = Object.entries(fields);
  return (value, at) => {
    const given = isObject(value, at) as Readonly<Record<string, unknown>>;
    const taken: Record<string, unknown> = {};
    for (const [name, schema] of schemas) {
      const field = schema(given[name], `${at}.${name}`);
      if (field !== undefined) taken[name] = field;
    }
    return taken as Fielded<F>;
  };
}

/** A message: its `type` says which fields it has. Throws "unknown-type" for one of a later version. */
export function message<M extends Readonly<Record<string, Fields>>>(
  types: M,
): Schema<{ [Type in keyof M]: Flat<{ type: Type } & Fielded<M[Type]>> }[keyof M]> {
  const typed = object({ type: text(Number.POSITIVE_INFINITY) });
  const schemas = new Map(Object.entries(types).map(([type, fields]) => [type, object(fields)]));
  return (value, at) => {
    const { type } = typed(value, at);
    const schema = schemas.get(type);
    if (schema === undefined) throw new WireError("unknown-type", type.slice(0, 64));
    return { type, ...schema(value, at) } as never;
  };
}

/** A field that may be missing. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value, at) => (value === undefined ? undefined : schema(value, at));
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return (value, at) => (value === null ? null : schema(value, at));
}

/** What `make` makes of it. */
export function made<T, Made>(schema: Schema<T>, make: (value: T) => Made): Schema<Made> {
  return (value, at) => make(schema(value, at));
}

/** Only such as passes the test as well. */
export function such<T>(schema: Schema<T>, test: (value: T) => boolean): Schema<T> {
  return (value, at) => {
    const taken = schema(value, at);
    if (!test(taken)) throw new WireError("malformed", at);
    return taken;
  };
}

function of<T>(test: (value: unknown) => boolean): Schema<T> {
  return such((value) => value as T, test);
}
