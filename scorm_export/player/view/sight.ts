/** Whether something is in sight now: a batch of an IntersectionObserver tells its changes in order, the last one holds. */

export function inSight(batch: readonly Pick<IntersectionObserverEntry, "isIntersecting">[]): boolean {
  return batch[batch.length - 1]?.isIntersecting ?? false;
}
