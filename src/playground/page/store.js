// What the page knows, and how it asks the playground.
import { toast } from "./dialogs.js";
import { word } from "./words.js";

/** People who are offered before anybody has written. */
export const PRESETS = [{ id: 1001, first_name: "Анна", language_code: "ru" }, { id: 1002, first_name: "Ben", language_code: "en" }];

/** Whose eyes the page looks through, and the newest state. */
export const view = { user: Number(localStorage.getItem("person")) || PRESETS[0].id, state: null };

/** Everybody, those first who are first offered. */
export function everybody() {
  const known = [...(view.state?.people ?? [])];
  for (const preset of PRESETS) if (!known.some(({ id }) => id === preset.id)) known.push(preset);
  return known.sort((a, b) => a.id - b.id);
}

export const personOf = (id) => everybody().find((person) => person.id === id) ?? { id, first_name: String(id) };
export const me = () => personOf(view.user);
export const isOwner = (id) => Boolean(view.state?.owners?.includes(id));

async function read(answer) {
  const body = await answer.json().catch(() => null);
  if (answer.ok) return { body };
  const unknown = answer.status === 404 || answer.status === 405 || answer.status === 501;
  return { error: body?.error ?? (unknown ? word("notHere") : `${word("failed")} (${answer.status})`), status: answer.status };
}

/** Asks; what went wrong is in `error`, in words. */
export async function get(path) {
  try {
    return await read(await fetch(`/playground/${path}`));
  } catch {
    return { error: word("lost"), status: 0 };
  }
}

/** Does something; null and a toast when it failed, with words of the page's own for what the playground refuses. */
export async function post(path, body, refused) {
  let result;
  try {
    result = await read(await fetch(`/playground/${path}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    }));
  } catch {
    result = { error: word("lost") };
  }
  if (result.error) toast((result.status && refused) || result.error, true);
  return result.error ? null : result.body ?? {};
}
