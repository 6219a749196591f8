/** The demo cannot go on: one line for whoever started it, no stack. Code 2 when it was asked wrongly, 1 otherwise. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';

  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
