/**
 * The people, places, papers and messages of the same invented hospital.
 */
import type { Resource } from '../../src/fhir/index.ts';
import { narrative, text, textOf, typed } from './parts.ts';

const patient = { reference: 'Patient/kim' };
const physician = { reference: 'Practitioner/lee' };

/** People and places. */
export const PEOPLE: readonly Resource[] = [
  typed({
    resourceType: 'Patient',
    id: 'kim',
    meta: { tag: [{ system: 'urn:example', code: 'sample' }], security: [{ system: 'urn:example', code: 'N' }] },
    implicitRules: 'http://example.org/rules',
    language: 'ko',
    text: narrative('Kim Ji-woo <b>(F)</b>'),
    contained: [{ resourceType: 'Organization', id: 'clinic', name: 'Clinic' }],
    extension: [
      {
        url: 'http://example.org/nested',
        extension: [
          { url: 'a', valueDecimal: 1.5 },
          { url: 'b', valueBoolean: true },
        ],
      },
      { url: 'http://example.org/plain', valueAddress: { country: 'KR' } },
    ],
    modifierExtension: [{ url: 'http://example.org/modifier', valueCode: 'x' }],
    identifier: [
      {
        use: 'official',
        type: textOf('http://terminology.hl7.org/CodeSystem/v2-0203', 'MR'),
        system: 'urn:oid:1.2.3.4',
        value: '0001234',
        period: { start: '2019' },
        assigner: { display: 'Maru' },
      },
    ],
    active: true,
    name: [
      {
        use: 'official',
        text: '김지우',
        family: '김',
        given: ['지우'],
        _given: [{ extension: [{ url: 'http://example.org/hanja', valueString: '智雨' }] }],
      },
      { use: 'usual', family: 'Kim', given: ['Ji-woo', 'J.'], prefix: ['Ms'] },
    ],
    telecom: [{ system: 'phone', value: '+82 2 000 0000', use: 'mobile', rank: 1 }],
    gender: 'female',
    birthDate: '1981-02-28',
    _birthDate: {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
          valueDateTime: '1981-02-28T04:05:00+09:00',
        },
      ],
    },
    deceasedBoolean: false,
    address: [
      {
        use: 'home',
        type: 'both',
        line: ['1 Sejong-daero', 'Apt 101'],
        city: 'Seoul',
        postalCode: '04524',
        country: 'KR',
      },
    ],
    maritalStatus: text('married'),
    multipleBirthInteger: 2,
    photo: [{ contentType: 'image/png', data: 'iVBORw0KGgo=' }],
    contact: [
      {
        relationship: [text('husband')],
        name: { family: 'Park' },
        telecom: [{ system: 'email', value: 'park@example.org' }],
        gender: 'male',
        period: { start: '2010-05' },
      },
    ],
    communication: [{ language: textOf('urn:ietf:bcp:47', 'ko'), preferred: true }],
    generalPractitioner: [physician],
    managingOrganization: { reference: '#clinic' },
    link: [{ other: { reference: 'Patient/old' }, type: 'replaces' }],
  }),
  typed({
    resourceType: 'Patient',
    id: 'deceased',
    deceasedDateTime: '2026-01-02T03:04:05Z',
    multipleBirthBoolean: false,
  }),
  typed({
    resourceType: 'Practitioner',
    id: 'lee',
    name: [{ family: 'Lee', given: ['Seo-yeon'], suffix: ['MD'] }],
    qualification: [
      {
        identifier: [{ value: '55' }],
        code: text('internist'),
        period: { start: '2008' },
        issuer: { display: 'Ministry' },
      },
    ],
  }),
  typed({
    resourceType: 'PractitionerRole',
    id: 'lee-ward',
    practitioner: physician,
    organization: { reference: 'Organization/maru' },
    availableTime: [
      { daysOfWeek: ['mon', 'tue'], allDay: false, availableStartTime: '08:30:00', availableEndTime: '17:30:00' },
    ],
    notAvailable: [{ description: 'holiday', during: { start: '2026-12-24', end: '2026-12-26' } }],
  }),
  typed({
    resourceType: 'Organization',
    id: 'maru',
    active: true,
    name: 'Maru General Hospital',
    alias: ['Maru', '마루종합병원'],
    _alias: [null, { id: 'korean' }],
    contact: [{ purpose: text('press'), name: { text: 'Desk' }, address: { text: 'Seoul' } }],
    endpoint: [{ reference: 'Endpoint/fhir' }],
  }),
  typed({
    resourceType: 'Location',
    id: 'ward',
    status: 'active',
    mode: 'instance',
    name: '7 East',
    position: { longitude: 126.97, latitude: 37.56 },
    hoursOfOperation: [{ daysOfWeek: ['sun'], allDay: true }],
  }),
  typed({
    resourceType: 'Device',
    id: 'monitor',
    udiCarrier: [{ deviceIdentifier: '0123', carrierHRF: '(01)0123' }],
    status: 'active',
    deviceName: [{ name: 'Monitor', type: 'user-friendly-name' }],
    property: [{ type: text('channels'), valueQuantity: [{ value: 3 }] }],
    patient,
  }),
  typed({
    resourceType: 'Group',
    id: 'cohort',
    type: 'person',
    actual: true,
    quantity: 2,
    characteristic: [{ code: text('sex'), valueCodeableConcept: text('female'), exclude: false }],
    member: [{ entity: patient, inactive: false }],
  }),
  typed({
    resourceType: 'RelatedPerson',
    id: 'park',
    patient,
    relationship: [text('husband')],
    communication: [{ language: text('Korean') }],
  }),
];

/** Stays, appointments, papers. */
export const PAPERS: readonly Resource[] = [
  typed({
    resourceType: 'Encounter',
    id: 'stay',
    status: 'in-progress',
    statusHistory: [{ status: 'arrived', period: { start: '2026-11-23T09:00:00+09:00' } }],
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    classHistory: [{ class: { code: 'EMER' }, period: { start: '2026-11-23' } }],
    subject: patient,
    participant: [{ type: [text('attending')], individual: physician, period: { start: '2026-11-23' } }],
    period: { start: '2026-11-23T09:00:00+09:00' },
    length: { value: 2, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' },
    diagnosis: [{ condition: { reference: 'Condition/diabetes' }, rank: 1 }],
    hospitalization: { admitSource: text('emergency'), dietPreference: [text('soft')] },
    location: [{ location: { reference: 'Location/ward' }, status: 'active' }],
  }),
  typed({
    resourceType: 'Appointment',
    id: 'visit',
    status: 'booked',
    start: '2026-12-01T09:00:00+09:00',
    end: '2026-12-01T09:20:00+09:00',
    minutesDuration: 20,
    participant: [{ actor: patient, required: 'required', status: 'accepted' }],
    requestedPeriod: [{ start: '2026-12-01', end: '2026-12-05' }],
  }),
  typed({
    resourceType: 'Schedule',
    id: 'clinic',
    active: true,
    actor: [physician],
    planningHorizon: { start: '2026-12-01' },
  }),
  typed({
    resourceType: 'Slot',
    id: 'nine',
    schedule: { reference: 'Schedule/clinic' },
    status: 'busy',
    start: '2026-12-01T09:00:00+09:00',
    end: '2026-12-01T09:20:00+09:00',
    overbooked: false,
  }),
  typed({
    resourceType: 'Composition',
    id: 'note',
    status: 'final',
    type: text('progress note'),
    subject: patient,
    date: '2026-11-24T10:00:00+09:00',
    author: [physician],
    title: 'Day 2',
    attester: [{ mode: 'legal', time: '2026-11-24T10:05:00+09:00', party: physician }],
    relatesTo: [{ code: 'appends', targetReference: { reference: 'Composition/day1' } }],
    section: [
      {
        title: 'Assessment',
        text: narrative('Better.'),
        section: [{ title: 'Labs', entry: [{ reference: 'Observation/potassium' }] }],
      },
    ],
  }),
  typed({
    resourceType: 'DocumentReference',
    id: 'letter',
    status: 'current',
    docStatus: 'final',
    subject: patient,
    relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/draft' } }],
    content: [
      {
        attachment: { contentType: 'text/plain', url: 'https://example.org/letter', hash: 'AAAA', creation: '2026' },
        format: { code: 'x' },
      },
    ],
    context: { period: { start: '2026' }, sourcePatientInfo: patient },
  }),
  typed({
    resourceType: 'Consent',
    id: 'research',
    status: 'active',
    scope: text('research'),
    category: [text('research')],
    patient,
    dateTime: '2026-11-24',
    policy: [{ authority: 'http://example.org', uri: 'http://example.org/policy' }],
    verification: [{ verified: true, verificationDate: '2026-11-24' }],
    provision: {
      type: 'permit',
      period: { start: '2026', end: '2030' },
      actor: [{ role: text('researcher'), reference: physician }],
      data: [{ meaning: 'related', reference: { reference: 'Encounter/stay' } }],
      provision: [{ type: 'deny', purpose: [{ code: 'HMARKT' }] }],
    },
  }),
  typed({
    resourceType: 'Questionnaire',
    id: 'pain',
    status: 'active',
    url: 'http://example.org/pain',
    effectivePeriod: { start: '2026' },
    item: [
      { linkId: '1', text: 'Pain?', type: 'boolean', initial: [{ valueBoolean: false }] },
      {
        linkId: '2',
        type: 'group',
        enableWhen: [{ question: '1', operator: '=', answerBoolean: true }],
        item: [
          {
            linkId: '2.1',
            type: 'choice',
            answerOption: [{ valueCoding: { code: 'mild' } }, { valueString: 'severe', initialSelected: true }],
          },
        ],
      },
    ],
  }),
  typed({
    resourceType: 'QuestionnaireResponse',
    id: 'answers',
    questionnaire: 'http://example.org/pain|1',
    status: 'completed',
    subject: patient,
    item: [
      { linkId: '1', answer: [{ valueBoolean: true, item: [{ linkId: '1.1', answer: [{ valueDecimal: 2.5 }] }] }] },
    ],
  }),
  typed({
    resourceType: 'Task',
    id: 'draw',
    status: 'requested',
    intent: 'order',
    for: patient,
    executionPeriod: { start: '2026-11-25' },
    restriction: { repetitions: 1, period: { end: '2026-11-26' }, recipient: [patient] },
    input: [
      { type: text('tube'), valueString: 'gold top' },
      { type: text('volume'), valueQuantity: { value: 5 } },
    ],
    output: [{ type: text('specimen'), valueReference: { reference: 'Specimen/blood' } }],
  }),
  typed({
    resourceType: 'Provenance',
    id: 'who',
    target: [{ reference: 'Observation/potassium/_history/1' }],
    occurredPeriod: { start: '2026-11-24T05:10:00+09:00' },
    recorded: '2026-11-24T05:40:00.123+09:00',
    agent: [{ type: text('author'), who: physician, onBehalfOf: { reference: 'Organization/maru' } }],
    entity: [{ role: 'source', what: { identifier: { value: '77' } }, agent: [{ who: { display: 'analyser' } }] }],
    signature: [
      { type: [{ code: '1.2.840.10065.1.12.1.1' }], when: '2026-11-24T05:40:00Z', who: physician, data: 'AAAA' },
    ],
  }),
  typed({
    resourceType: 'AuditEvent',
    id: 'read',
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    action: 'R',
    recorded: '2026-11-24T05:40:00Z',
    outcome: '0',
    agent: [
      { who: physician, requestor: true, network: { address: '127.0.0.1', type: '2' }, purposeOfUse: [text('care')] },
    ],
    source: { observer: { display: 'Maru' } },
    entity: [{ what: patient, query: 'cGF0aWVudA==', detail: [{ type: 'reason', valueString: 'round' }] }],
  }),
  typed({
    resourceType: 'Coverage',
    id: 'nhis',
    status: 'active',
    beneficiary: patient,
    payor: [{ display: 'NHIS' }],
    costToBeneficiary: [
      { type: text('share'), valueMoney: { value: 20, currency: 'KRW' }, exception: [{ type: text('cancer') }] },
    ],
  }),
  typed({
    resourceType: 'Claim',
    id: 'bill',
    status: 'active',
    type: text('institutional'),
    use: 'claim',
    patient,
    created: '2026-11-30',
    provider: { reference: 'Organization/maru' },
    priority: text('normal'),
    insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/nhis' } }],
    item: [
      {
        sequence: 1,
        productOrService: text('bed day'),
        servicedDate: '2026-11-24',
        unitPrice: { value: 50000, currency: 'KRW' },
        detail: [{ sequence: 1, productOrService: text('meal') }],
      },
    ],
    total: { value: 100000, currency: 'KRW' },
  }),
  typed({
    resourceType: 'List',
    id: 'problems',
    status: 'current',
    mode: 'working',
    entry: [{ flag: text('new'), deleted: false, date: '2026-11-24', item: { reference: 'Condition/diabetes' } }],
  }),
  typed({
    resourceType: 'ValueSet',
    id: 'wards',
    url: 'http://example.org/wards',
    status: 'active',
    compose: {
      include: [
        { system: 'urn:wards', concept: [{ code: 'icu', designation: [{ language: 'ko', value: '중환자실' }] }] },
      ],
      exclude: [{ system: 'urn:wards', filter: [{ property: 'concept', op: 'is-a', value: 'old' }] }],
    },
  }),
  typed({
    resourceType: 'Binary',
    id: 'pdf',
    contentType: 'application/pdf',
    securityContext: patient,
    data: 'JVBERi0=',
  }),
  typed({
    resourceType: 'Bundle',
    id: 'order',
    type: 'transaction',
    link: [{ relation: 'self', url: 'http://example.org/Bundle' }],
    entry: [
      {
        fullUrl: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
        resource: {
          resourceType: 'Patient',
          name: [{ text: 'New' }],
          link: [{ other: { reference: 'Patient?identifier=urn:x|1' }, type: 'seealso' }],
        },
        request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=urn:x|2' },
      },
      {
        request: { method: 'DELETE', url: 'Observation/1' },
        response: { status: '204', lastModified: '2026-11-24T05:40:00Z' },
      },
    ],
  }),
  typed({
    resourceType: 'Parameters',
    id: 'call',
    parameter: [
      { name: 'a', valueUri: 'urn:x' },
      {
        name: 'b',
        part: [
          { name: 'c', resource: { resourceType: 'Patient', id: 'inner' } },
          { name: 'd', valueOid: 'urn:oid:1.2' },
        ],
      },
    ],
  }),
];
