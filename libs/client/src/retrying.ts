type Fetch = (request: Request) => Promise<Response>;

const waitMsDefault = 1_000;

/**
 * A fetch that sends a request again, at most `retriesMax` times, when the connection failed or there was too much at once (429, 503),
 * after the seconds of `Retry-After` or after one.
 */
export function retrying(fetch: Fetch, options: { readonly retriesMax: number; readonly wait?: typeof waitMs }): Fetch {
  const { retriesMax, wait = waitMs } = options;
  return async (request) => {
    for (let retries = 0; retries < retriesMax; retries += 1) {
      // A copy, because a body can be sent only once.
      const response = await fetch(request.clone()).catch((cause: unknown) => {
        // Somebody who took the request back does not want it sent again.
        if (request.signal.aborted) throw cause;
        return undefined;
      });
      if (response !== undefined && response.status !== 429 && response.status !== 503) return response;
      await response?.body?.cancel();
      await wait(waitMsOf(response));
    }
    return fetch(request);
  };
}

/** `Retry-After` in seconds (RFC 9110, section 10.2.3). */
function waitMsOf(response: Response | undefined): number {
  const seconds = response?.headers.get('Retry-After') ?? '';
  return /^\d+$/.test(seconds) ? 1_000 * Number(seconds) : waitMsDefault;
}

function waitMs(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeMs));
}
