export {
  CLAIM_SOURCES,
  CUSTODY_EVENTS,
  EVIDENCE_FLAGS,
  EVIDENCE_KINDS,
  EVIDENCE_LINK_KINDS,
  EVIDENCE_STATES,
} from './evidence.codes.js';
export type { ClaimSource, EvidenceFlag, EvidenceKind, EvidenceLinkKind, EvidenceState } from './evidence.codes.js';
export { EvidenceErrors } from './evidence.errors.js';
export { EvidenceEvents } from './evidence.events.js';
export type { EvidenceAttached, EvidenceReceived } from './evidence.events.js';
export { GatewayMediaModule } from './gateway-media.module.js';
export { EvidenceModule } from './evidence.module.js';
export { PhotoPosesModule } from './photo-poses.module.js';
export { ReceiptsModule } from './receipts/receipts.module.js';
export { FootprintSearch } from './search/footprint-search.service.js';
export { EvidenceSearch } from './search/search.service.js';
export type { SearchFilter } from './search/search.rules.js';
export { LayersService } from './layers/layers.service.js';
export type { LayerFeatureRow } from './layers/layer.repository.js';
export { MeasurementsService } from './measurements/measurements.service.js';
export { toMeasurementView } from './measurements/measurement.schemas.js';
export { toEvidenceBrief } from './items/evidence.views.js';
export { EvidenceService } from './items/evidence.service.js';
export type { EvidenceSummary, ItemCustody } from './items/evidence.service.js';
export { CaseEvidenceFacts } from './cases/case-evidence.facts.js';
export type { CaseHappening, CaseHappeningKind, CasePoint } from './cases/case-evidence.facts.js';
export { type Checkpoint, parseCheckpoint } from './log/checkpoint.rules.js';
export { provesGrowth } from './log/proof.rules.js';
export { isSignedBy, parseNote, parseVerifier, signatureLine, verifierText } from './log/signed-note.rules.js';
export type { Verifier } from './log/signed-note.rules.js';
export { cosign, parseWitnessKey, witnessKeyText, witnessOf } from './log/witnesses/cosignature.rules.js';
export type { WitnessKey } from './log/witnesses/cosignature.rules.js';
export { LogKeyRotation } from './log/log-key.rotation.js';
export { HandedIn } from './intake/handed-in.service.js';
export type { Receipt } from './intake/item.recorder.js';
