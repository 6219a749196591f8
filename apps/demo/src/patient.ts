/** A token's turn comes within seconds; a minute of refusals is no load that waiting helps. */
const triesMax = 60;
const waitMsDefault = 1_000;

/**
 * A fetch that waits and sends again what was refused because there was too much at once (429, 503), after the seconds of
 * `Retry-After`. The client's own retries give up after three, which is right for one request and too few for a whole book.
 */
export async function patientFetch(
  request: Request,
  {
    fetch = globalThis.fetch,
    wait = waitMs,
  }: { readonly fetch?: (request: Request) => Promise<Response>; readonly wait?: typeof waitMs } = {},
): Promise<Response> {
  for (let tries = 1; tries < triesMax; tries += 1) {
    // A copy, because a body can be sent only once.
    const response = await fetch(request.clone());
    if (response.status !== 429 && response.status !== 503) return response;
    await response.body?.cancel();
    const seconds = response.headers.get('Retry-After') ?? '';
    await wait(/^\d+$/.test(seconds) ? 1_000 * Number(seconds) : waitMsDefault);
  }
  return fetch(request);
}

function waitMs(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeMs));
}
