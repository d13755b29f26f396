/** A view of the sandbox, or what it says to what it is told. */
export async function askSandbox<T>(sandboxUrl: string, view: string, body?: object): Promise<T> {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await fetch(`${sandboxUrl}/_sandbox/${view}`, request)).json() as Promise<T>;
}
