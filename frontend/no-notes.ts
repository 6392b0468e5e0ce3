/** How a block's state yields when an LMS has little room (BlockModule): with no texts of the learner's own and no parts that
 * can go, it stays whole.
 */
export const noNotes = {
  split: <S>(state: S): { state: S; notes: Record<string, string> } => ({ state, notes: {} }),
  join: <S>(state: S): S => state,
  withoutGone: <S>(state: S): S => state,
};
