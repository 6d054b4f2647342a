/**
 * What is said at the bedside, by key, in Korean and English: what happened, and what to do.
 *
 * Proof   loops.test.ts (every key that a rule uses has both languages)
 */

/** One message. */
export interface Message {
  readonly ko: string;
  readonly en: string;
}

const say = (ko: string, en: string): Message => ({ ko, en });

const MESSAGES: Readonly<Record<string, Message>> = {
  'loop.awaits.badge': say('직원증을 스캔하세요.', 'Scan your badge.'),
  'loop.awaits.band': say('환자 팔찌를 스캔하세요.', 'Scan the wristband.'),
  'loop.awaits.product': say('약품을 스캔하세요.', 'Scan the product.'),
  'loop.awaits.order': say('처방을 선택하세요.', 'Choose the order.'),
  'loop.awaits.reason': say('사유를 입력하세요.', 'Enter the reason.'),
  'loop.awaits.label': say('침상에서 라벨을 출력하세요.', 'Print the label at the bed.'),
  'loop.awaits.tube': say('채혈 용기를 스캔하세요.', 'Scan the tube.'),
  'loop.awaits.specimen-label': say('검체 라벨을 스캔하세요.', 'Scan the specimen label.'),
  'loop.awaits.comment': say('검체 상태에 대한 의견을 확인하세요.', 'Confirm the comment about the condition.'),
  'loop.awaits.blood-unit': say('혈액 단위를 스캔하세요.', 'Scan the blood unit.'),
  'loop.awaits.bottle': say('젖병을 스캔하세요.', 'Scan the bottle.'),
  'loop.code.unreadable': say(
    '코드를 읽을 수 없습니다. 한/영 입력을 확인하고 다시 스캔하거나 직접 입력하세요.',
    'The code cannot be read. Check that the keyboard is set to Latin letters and scan again, or enter it by hand.',
  ),
  'loop.code.serial-missing': say(
    '일련번호가 없습니다. 스캐너 구분자 설정을 확인하세요.',
    'The serial number is missing; the scanner may drop separators. Check it.',
  ),
  'loop.staff.not-entitled': say('이 업무 권한이 없는 직원증입니다.', 'This badge is not entitled to this work.'),
  'loop.staff.badge-differs': say(
    '로그인한 직원의 직원증이 아닙니다. 다시 로그인하세요.',
    'This is not the badge of the person signed in. Sign in again.',
  ),
  'loop.context-changed': say(
    '다른 탭에 다른 환자가 열려 있습니다. 환자를 다시 확인하세요.',
    'Another tab shows another patient. Check the patient again.',
  ),
  'loop.band.missing': say('팔찌를 먼저 스캔하세요.', 'Scan the wristband first.'),
  'loop.band.superseded': say(
    '재발급 전의 팔찌입니다. 팔찌를 교체하세요.',
    'This wristband was replaced. Change the band.',
  ),
  'loop.band.shared': say(
    '같은 번호의 팔찌를 다른 환자도 가지고 있습니다. 투약하지 말고 팔찌를 다시 발급하세요.',
    'Another patient has a band with this number as well. Stop, and have the band replaced.',
  ),
  'loop.scanner-absent': say(
    '스캐너 없이 확인했습니다. 사유를 선택하세요.',
    'Identified without a scanner. Give the reason.',
  ),
  'loop.check-unavailable': say(
    '상호작용 점검을 사용할 수 없습니다. 자체 점검만 했습니다.',
    'The interaction check is not available; only local checks were made.',
  ),
  'loop.cache-stale': say(
    '자료가 오래되었습니다. 사유를 선택하세요.',
    'The data on this device is old. Give the reason.',
  ),
  'loop.sync.idempotent': say('오프라인 기록을 반영했습니다.', 'The offline records were taken over, each once.'),
  'loop.sync.conflict': say(
    '다른 직원이 같은 투약을 기록했습니다. 둘 다 보관하고 검토합니다.',
    'Somebody else recorded the same dose. Both are kept for review.',
  ),
  'loop.med.ok': say('모두 일치합니다. 투약하세요.', 'Everything matches. Give the dose.'),
  'loop.med.ok-queued': say(
    '일치합니다. 연결되면 전송합니다.',
    'Everything matches. It is sent when the network returns.',
  ),
  'loop.med.wrong-patient': say('다른 환자입니다. 투약하지 마세요.', 'This is another patient. Do not give it.'),
  'loop.med.no-order': say('이 약의 처방이 없습니다.', 'There is no order for this product.'),
  'loop.med.order-not-active': say('중단되었거나 종료된 처방입니다.', 'The order was stopped or has ended.'),
  'loop.med.order-changed': say(
    '처방이 변경되었습니다. 새 처방으로 다시 시작하세요.',
    'The order has changed. Start again with the new one.',
  ),
  'loop.med.order-changed-after': say(
    '투약 후 처방이 변경되었습니다. 실제 투약한 대로 기록합니다.',
    'The order changed after the dose was given. What was given is recorded.',
  ),
  'loop.med.patient-discharged': say(
    '퇴원한 환자입니다. 이 라벨의 약은 약국으로 반납하세요.',
    'The patient was discharged. Return the product to the pharmacy.',
  ),
  'loop.med.patient-deceased': say(
    '사망한 환자입니다. 투약할 수 없습니다.',
    'The patient has died. Nothing can be given.',
  ),
  'loop.med.infusion-changed': say(
    '일치합니다. 주입 변경을 기록합니다.',
    'Everything matches. The change of the infusion is recorded.',
  ),
  'loop.med.infusion-unknown': say(
    '진행 중인 주입이 아닙니다. 목록을 새로 고치세요.',
    'This infusion does not run. Read the list again.',
  ),
  'loop.med.rate-differs': say(
    '처방과 다른 주입 속도입니다. 사유를 선택하세요.',
    'The rate differs from the order. Give the reason.',
  ),
  'loop.med.rate-exceeded': say('처방의 최대 주입 속도보다 빠릅니다.', 'Faster than the highest rate of the order.'),
  'loop.med.not-verified': say('약사 검토 전입니다.', 'A pharmacist has not verified this order yet.'),
  'loop.med.emergency-unverified': say(
    '검토 전 응급 투약입니다. 사후 검토가 요청됩니다.',
    'Emergency dose before verification; it will be verified afterwards.',
  ),
  'loop.med.allergy': say(
    '알레르기가 있습니다. 처방의의 재승인이 필요합니다.',
    'The patient is allergic to it. The prescriber must authorise it again.',
  ),
  'loop.med.code-unreadable': say(
    '코드를 읽을 수 없어 직접 입력했습니다. 라벨을 다시 붙입니다.',
    'The code was unreadable and entered by hand. The product will be relabelled.',
  ),
  'loop.med.wrong-drug': say('처방과 다른 약입니다.', 'This is another drug than ordered.'),
  'loop.med.wrong-strength': say('함량이 다릅니다.', 'The strength differs from the order.'),
  'loop.med.dose-exceeded': say(
    '처방 용량보다 많습니다. 한 단위를 빼세요.',
    'More than the ordered dose. Take a unit away.',
  ),
  'loop.med.dose-incomplete': say('처방 용량보다 적습니다.', 'Less than the ordered dose.'),
  'loop.med.partial-unit': say('마지막 단위는 일부만 사용합니다.', 'The last unit is used in part only.'),
  'loop.med.expired': say('유효기간이 지났습니다.', 'The product has expired.'),
  'loop.med.recalled-lot': say('회수된 제조번호입니다.', 'This lot was recalled.'),
  'loop.med.serial-used': say('다른 환자에게 쓰인 일련번호입니다.', 'This serial number belongs to another patient.'),
  'loop.med.wrong-route': say('투여 경로가 다릅니다.', 'The route differs from the order.'),
  'loop.med.on-hold': say('보류된 처방입니다.', 'The order is on hold.'),
  'loop.med.nil-by-mouth': say(
    '금식 중입니다. 경구 투약 사유를 입력하세요.',
    'Nil by mouth. Give the reason for an oral dose.',
  ),
  'loop.med.prn-interval': say('최소 투여 간격이 지나지 않았습니다.', 'The minimum interval has not passed.'),
  'loop.med.daily-maximum': say('하루 최대 용량을 넘습니다.', 'The daily maximum would be exceeded.'),
  'loop.med.prn-reason-missing': say('필요 시 투약의 사유를 선택하세요.', 'Choose the reason for the as-needed dose.'),
  'loop.med.precheck-missing': say('투약 전 측정이 필요합니다.', 'A measurement is needed before this dose.'),
  'loop.med.precheck-out-of-range': say(
    '투약 전 측정값이 범위를 벗어났습니다.',
    'The measurement before the dose is out of range.',
  ),
  'loop.med.witness-missing': say('두 번째 확인자의 직원증을 스캔하세요.', 'A second person must scan a badge.'),
  'loop.med.witness-same': say('두 번째 확인자는 다른 사람이어야 합니다.', 'The second person must be somebody else.'),
  'loop.med.witness-not-entitled': say('확인 권한이 없는 직원입니다.', 'The second person is not entitled to witness.'),
  'loop.med.late': say('예정 시각보다 늦었습니다.', 'Later than due.'),
  'loop.med.early': say('예정 시각보다 이릅니다.', 'Earlier than due.'),
  'loop.med.already-given': say('이미 투약되었습니다.', 'This dose was already given.'),
  'loop.med.future-time': say('미래 시각은 기록할 수 없습니다.', 'The time lies in the future.'),
  'loop.med.not-given': say('투약하지 않음으로 기록합니다.', 'This is recorded as not given.'),
  'loop.med.retracted': say('잘못된 기록으로 표시했습니다.', 'Marked as entered in error.'),
  'loop.med.retract-unknown': say('정정할 기록을 찾을 수 없습니다.', 'There is no such record to correct.'),
  'loop.patient.discharged': say(
    '퇴원한 환자입니다. 시행하지 말고 처방을 확인하세요.',
    'The patient was discharged. Do not go on; ask about the order.',
  ),
  'loop.patient.deceased': say(
    '사망한 환자입니다. 시행하지 말고 환자를 다시 확인하세요.',
    'The patient has died. Do not go on; check who this is.',
  ),
  'loop.spec.ok': say('모두 일치합니다.', 'Everything matches.'),
  'loop.spec.received': say('접수했습니다.', 'Received.'),
  'loop.spec.unknown-label': say(
    '이 라벨의 검사 요청이 없습니다. 검체를 병동에 확인하세요.',
    'No request has this label. Ask the ward about the specimen.',
  ),
  'loop.spec.not-collected': say(
    '침상 채취 기록이 없거나 거부된 검체입니다. 병동에 확인하거나 재채취를 요청하세요.',
    'No collection at the bedside stands for it, or it was rejected. Ask the ward, or request a new specimen.',
  ),
  'loop.spec.already-received': say('이미 접수된 검체입니다.', 'It was already received.'),
  'loop.spec.label-printed': say(
    '라벨을 출력했습니다. 용기에 붙이고 용기와 라벨을 스캔하세요.',
    'The label is printed. Put it on the tube, then scan the tube and the label.',
  ),
  'loop.spec.nothing-waits': say('확인할 결과가 없습니다.', 'No result waits.'),
  'loop.spec.wrong-patient': say('다른 환자입니다. 채취하지 마세요.', 'This is another patient. Do not collect.'),
  'loop.spec.print-at-bedside': say(
    '라벨은 팔찌 스캔 후 침상에서 출력합니다.',
    'Labels are printed at the bed after the wristband scan.',
  ),
  'loop.spec.wrong-label': say('다른 검사의 라벨입니다.', 'The label belongs to another request.'),
  'loop.spec.wrong-tube': say('용기 종류가 다릅니다.', 'The tube is of the wrong type.'),
  'loop.spec.tube-expired': say('용기의 유효기간이 지났습니다.', 'The tube has expired.'),
  'loop.spec.request-not-active': say('취소된 검사입니다.', 'The request is not active.'),
  'loop.spec.already-collected': say('이미 채취되었습니다.', 'It was already collected.'),
  'loop.spec.label-used': say('이미 사용된 라벨입니다.', 'The label was already used.'),
  'loop.spec.not-fasting': say('금식이 지켜지지 않았습니다.', 'The patient has not fasted.'),
  'loop.spec.second-person': say('두 번째 확인자가 필요합니다.', 'A second person must identify the patient.'),
  'loop.spec.unlabelled': say(
    '라벨이 없는 검체입니다. 다시 채취하세요.',
    'The specimen has no label. Collect it again.',
  ),
  'loop.spec.too-old': say('도착이 늦어 검사할 수 없습니다. 다시 채취하세요.', 'Received too late. Collect it again.'),
  'loop.spec.condition': say('검체 상태가 좋지 않습니다.', 'The specimen is in poor condition.'),
  'loop.spec.critical-unacknowledged': say(
    '위험 결과가 확인되지 않았습니다. 당직자에게 알렸습니다.',
    'A critical result was not acknowledged. The person on call was told.',
  ),
  'loop.blood.ok': say('모두 일치합니다. 수혈을 시작하세요.', 'Everything matches. Start the transfusion.'),
  'loop.blood.wrong-patient': say('다른 환자입니다. 수혈하지 마세요.', 'This is another patient. Do not transfuse.'),
  'loop.blood.request-not-active': say('유효하지 않은 수혈 처방입니다.', 'The transfusion order is not active.'),
  'loop.blood.unit-not-for-patient': say(
    '이 환자에게 배정된 혈액이 아닙니다.',
    'The unit is not assigned to this patient.',
  ),
  'loop.blood.already-running': say('이미 주입 중인 혈액입니다.', 'The unit is already running.'),
  'loop.blood.abo-incompatible': say('ABO 혈액형이 맞지 않습니다.', 'The ABO groups are incompatible.'),
  'loop.blood.rhd-incompatible': say('Rh D형이 맞지 않습니다.', 'The Rh D groups are incompatible.'),
  'loop.blood.group-unknown': say('환자의 혈액형을 모릅니다.', "The patient's blood group is not known."),
  'loop.blood.expired': say('혈액의 유효기간이 지났습니다.', 'The unit has expired.'),
  'loop.blood.sample-expired': say('교차시험 검체가 오래되었습니다.', 'The crossmatch sample is too old.'),
  'loop.blood.second-person': say('두 사람이 확인해야 합니다.', 'Two people must check.'),
  'loop.blood.vitals-missing': say('수혈 전 활력징후를 측정하세요.', 'Measure vital signs before the transfusion.'),
  'loop.blood.attribute-missing': say(
    '요구된 처리(방사선 조사 등)가 되지 않은 혈액입니다.',
    'A required attribute is missing.',
  ),
  'loop.blood.start-late': say('출고 후 시간이 지났습니다.', 'Much time has passed since issue.'),
  'loop.blood.consent-missing': say('수혈 동의서가 없습니다.', 'Consent is missing.'),
  'loop.blood.emergency-release': say(
    '교차시험 전 응급 수혈입니다. 사후 교차시험이 요청됩니다.',
    'Emergency release without crossmatch; it will be done afterwards.',
  ),
  'loop.blood.reaction': say(
    '수혈을 중단했습니다. 혈액을 반납하고 검사하세요.',
    'Stopped. Return the unit and start the work-up.',
  ),
  'loop.blood.nothing-runs': say('진행 중인 수혈이 없습니다.', 'No transfusion is running.'),
  'loop.milk.ok': say('일치합니다. 수유하세요.', 'It matches. Feed the baby.'),
  'loop.milk.wrong-patient': say('다른 아기입니다.', 'This is another baby.'),
  'loop.milk.wrong-bottle': say('다른 아기의 젖병입니다.', 'The bottle is labelled for another baby.'),
  'loop.milk.order-not-active': say('유효하지 않은 수유 처방입니다.', 'The feeding order is not active.'),
  'loop.milk.already-fed': say('이미 먹인 젖병입니다.', 'This bottle was already fed.'),
  'loop.milk.expired': say('해동 후 시간이 지났습니다.', 'The milk is past its time.'),
};

/** The message of a key; the key itself where there is none. */
export function messageOf(key: string): Message {
  return MESSAGES[key] ?? { ko: key, en: key };
}

/** All keys. */
export const MESSAGE_KEYS = Object.keys(MESSAGES);
