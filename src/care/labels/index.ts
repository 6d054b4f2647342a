export {
  bloodLabel,
  milkLabel,
  productElements,
  specimenLabel,
  unitDoseLabel,
  wristbandLabel,
  type BloodBag,
  type Label,
  type LabelKind,
  type LabelLanguage,
  type LabelPatient,
  type MilkBottle,
  type SpecimenTube,
  type UnitDose,
  type Wristband,
} from './label.ts';
export { layoutOf, type Layout, type PlacedText } from './layout.ts';
export { labelPdf } from './pdf.ts';
export { labelRoutes, printed } from './routes.ts';
export { symbolMatrix, type Matrix, type SymbolContent } from './symbol.ts';
export { labelZpl, printerFonts, type Resolution } from './zpl.ts';
