/** Somebody is signed in when the page carries their token; a page for everybody never does. */
export function csrfToken(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? null;
}

export const signedIn = (): boolean => csrfToken() !== null;

export async function send(method: string, address: string, body: unknown): Promise<boolean> {
  const answer = await fetch(address, {
    method,
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() ?? "" },
    credentials: "same-origin",
    keepalive: true,
  }).catch(() => null);
  return answer?.ok ?? false;
}
