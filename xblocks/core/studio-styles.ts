/** How the form looks in Studio's dialog: labels above fields, one step per card. */
export const styles = `
.mobility-studio { padding: 20px; color: #23282b; background: #fff; max-height: 100%; overflow: auto; }
.mobility-studio h3 { margin: 16px 0 8px; font-size: 1.1em; font-weight: 600; }
.mobility-studio label { display: block; margin-top: 12px; font-weight: 600; }
.mobility-studio p { margin: 4px 0; font-size: 0.9em; font-weight: 400 !important; }
.mobility-studio textarea { height: 5.5em; }
.mobility-studio input:not([type=checkbox]), .mobility-studio select, .mobility-studio textarea {
  display: block; box-sizing: border-box; width: 100%; min-height: 40px; padding: 6px 10px; font: inherit;
  border: 1px solid #6b7479; border-radius: 6px; background: #fff; color: inherit; }
.mobility-studio input[type=checkbox] { width: 20px; height: 20px; vertical-align: middle; margin-inline-end: 8px; }
.mobility-studio .je-indented-panel { margin: 8px 0; padding: 12px; border: 1px solid #b9c0c3; border-radius: 8px; }
.mobility-studio button { min-height: 40px; margin: 4px 4px 4px 0; padding: 6px 14px; font: inherit;
  border: 1px solid #0b5563; border-radius: 6px; background: #fff; color: #0b5563; cursor: pointer; }
.mobility-studio .save-button { background: #0b5563; color: #fff; }
.mobility-studio .xblock-actions ul { display: flex; gap: 8px; padding: 0; list-style: none; }
.mobility-studio-message:not(:empty) { padding: 10px 14px; border-inline-start: 4px solid #a32b21; background: #fbf0ef;
  font-weight: 600; }
.mobility-studio .errmsg, .mobility-studio .invalid-feedback { color: #a32b21; }
`;
