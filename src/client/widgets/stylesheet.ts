/** The look of every widget; class names are the ones OpenTok apps override. */
const STYLES = `
.OT_root{position:relative;overflow:hidden;background:#1b1e24;color:#fff;font:400 14px/1.25 system-ui,sans-serif}
.OT_root *{box-sizing:border-box}
.OT_widget-container{position:absolute;inset:0;overflow:hidden}
.OT_root .OT_video-element{display:block;width:100%;height:100%;object-fit:cover}
.OT_fit-mode-contain .OT_video-element{object-fit:contain}
.OT_mirrored .OT_video-element{transform:scaleX(-1)}
.OT_video-poster,.OT_video-loading{position:absolute;inset:0;display:none;align-items:center;justify-content:center}
.OT_video-poster{background:#2b3040}
.OT_video-poster img{width:100%;height:100%;object-fit:contain}
.OT_video-poster svg{width:auto;height:min(60%,160px)}
.OT_audio-only .OT_video-poster,.OT_loading:not(.OT_audio-only) .OT_video-loading{display:flex}
.OT_audio-only .OT_video-element{visibility:hidden}
.OT_video-loading-spinner{width:32px;height:32px;border:3px solid #fff3;border-top-color:#fff;border-radius:50%;animation:OT_spin 1s linear infinite}
@keyframes OT_spin{to{transform:rotate(1turn)}}
.OT_bar,.OT_name,.OT_mute,.OT_video-disabled-indicator,.OT_audio-blocked-indicator{position:absolute}
.OT_edge-bar-item{transition:opacity .5s;opacity:0}
.OT_root:hover .OT_mode-auto,.OT_root:hover .OT_mode-mini-auto,.OT_root:focus-within .OT_mode-mini-auto,.OT_edge-bar-item.OT_mode-mini,.OT_root:focus-within .OT_mode-auto,.OT_edge-bar-item.OT_mode-on,.OT_edge-bar-item.OT_mode-on-hold,.OT_mute.OT_active.OT_mode-auto,.OT_mute:focus-visible{opacity:1}
.OT_root .OT_mode-off.OT_mode-off,.OT_root .OT_hide-forced{display:none}
.OT_bar{inset:0 0 auto;height:34px;background:#0009}
.OT_name{inset:0 37px auto 0;height:34px;margin:0;padding:0 10px;overflow:hidden;font:600 14px/34px system-ui,sans-serif;text-align:start;text-overflow:ellipsis;white-space:nowrap;color:#fff;pointer-events:none}
.OT_archiving{display:none;position:absolute;inset:auto auto 8px 48px;margin:0;padding:4px;border-radius:12px;background:#000a;font:400 12px/1.3 system-ui,sans-serif}
.OT_archiving.OT_mode-on,.OT_archiving.OT_mode-on-hold{display:flex;gap:4px}
.OT_archiving-light{width:12px;height:12px;border-radius:50%;background:#777}
.OT_archiving-light.OT_active{background:#e53935}
.OT_mute{inset:0 0 auto auto;width:37px;height:36px;padding:7px;border:0;border-radius:0;background:none;color:#fff;cursor:pointer}
.OT_mute.OT_mode-mini,.OT_mute.OT_mode-mini-auto{width:27px;height:26px;padding:4px}
.OT_mute.OT_active{background:#c62828}
.OT_mute:focus-visible{outline:3px solid #8ab4ff;outline-offset:-3px}
.OT_mute svg,.OT_audio-blocked-indicator svg,.OT_video-disabled-indicator svg{display:block;width:100%;height:100%}
.OT_mute:not(.OT_active) .OT_slash{display:none}
.OT_video-disabled-indicator,.OT_audio-blocked-indicator{display:none;bottom:8px;width:32px;height:32px;padding:6px;border:0;border-radius:50%;background:#000a;color:#fff}
.OT_video-disabled-indicator{left:8px}
.OT_video-disabled-indicator.OT_active,.OT_video-disabled-warning{display:block}
.OT_audio-blocked-indicator{inset:0;margin:auto;width:64px;height:64px;padding:16px;cursor:pointer}
.OT_audio-blocked-indicator.OT_audio-blocked{display:block}
.OT_audio-blocked-indicator:focus-visible{outline:3px solid #8ab4ff}
.OT_audio-level-meter{display:none;position:absolute;right:8px;bottom:8px;width:40px;height:40px}
.OT_audio-level-meter.OT_mode-on,.OT_audio-only .OT_audio-level-meter.OT_mode-auto{display:block}
.OT_audio-level-meter>div{position:absolute;inset:0;padding:10px}
.OT_audio-level-meter svg{display:block}
.OT_audio-level-meter__value{border-radius:50%;background:#7ec8ff80;transform:scale(0)}
.OT_mini .OT_name{font-size:12px}
.OT_micro .OT_bar,.OT_micro .OT_name,.OT_micro .OT_mute{display:none}
.OT_subscriber_error>p{position:absolute;inset:0;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:4px;margin:0;padding:8px;text-align:center;overflow-wrap:anywhere}
.ot-help-message{font-size:12px;opacity:.8}
@media (prefers-reduced-motion:reduce){.OT_video-loading-spinner{animation-duration:4s}.OT_edge-bar-item{transition:none}}
`;

let sheet: CSSStyleSheet | undefined;

/** Gives the document or shadow root of `element` the widgets' style sheet, once; a constructable sheet needs no CSP exception. */
export function adoptStyles(element: Element): void {
  const top = element.getRootNode();
  // An element that is not in the page yet will most likely go into the document.
  const root = top instanceof ShadowRoot ? top : element.ownerDocument;
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
}
