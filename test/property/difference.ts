/** The product and the model differ, or the product fell; the first difference ends a run. */
export class Difference extends Error {
  override readonly name: string = 'Difference';
}

/** A run did not come to its end by the test's own fault. */
export class RunFailed extends Difference {
  override readonly name = 'RunFailed';
}
