#!/usr/bin/env python3
"""Composes the labelled postings from the phrases, from a fixed seed.

Run in this folder: python3 compose.py. It writes tune.jsonl and judge.jsonl. Labels come from the
phrases and from the figures chosen here, never from the program that is judged; pay is worked out
with exact fractions.
"""
import json
import random
from fractions import Fraction

FLOOR = 10320  # 2026
WEEKS = Fraction(4345, 1000)

# occupation | duties | hours a week | days | start
JOBS = {
    "tune": [
        ("요양보호사", "어르신의 식사와 이동을 돕습니다.", 40, 5, 9), ("한식 조리사", "점심 장사 준비와 조리를 맡습니다.", 40, 5, 9),
        ("가구 조립원", "목재 가구를 조립하고 포장합니다.", 40, 5, 8), ("경리 사무원", "전표를 입력하고 세금계산서를 발행합니다.", 40, 5, 9),
        ("건물 청소원", "복도와 화장실을 청소합니다.", 20, 5, 7), ("매장 계산원", "상품 값을 계산하고 계산대를 정리합니다.", 24, 4, 10),
        ("지게차 운전원", "지게차로 화물을 옮깁니다.", 40, 5, 8), ("간호조무사", "진료 준비와 환자 안내를 합니다.", 40, 5, 9),
        ("보육교사", "영유아를 보육하고 보육 일지를 씁니다.", 40, 5, 8), ("카페 직원", "커피를 만들고 매장을 정리합니다.", 12, 2, 11),
        ("시설 경비원", "출입자를 확인하고 순찰합니다.", 40, 5, 7), ("영상 편집자", "짧은 영상을 편집합니다.", 40, 5, 10),
        ("용접공", "철 구조물을 용접합니다.", 40, 5, 8), ("택배원", "담당 구역에 물품을 배송합니다.", 40, 5, 8),
        ("학원 강사", "초등학생에게 영어를 가르칩니다.", 15, 5, 14), ("화훼 재배원", "꽃을 심고 물을 줍니다.", 40, 5, 7),
        ("사회복지사", "이용자를 상담하고 서비스를 연결합니다.", 40, 5, 9), ("전기 기사", "건물의 전기 설비를 점검합니다.", 40, 5, 9),
        ("주방 보조원", "재료 손질과 설거지를 맡습니다.", 30, 5, 10), ("물류 분류원", "화물을 지역별로 분류합니다.", 25, 5, 4),
    ],
    "judge": [
        ("간병인", "입원 환자의 일상을 돕습니다.", 40, 5, 8), ("제과 제빵사", "빵과 과자를 굽습니다.", 40, 5, 6),
        ("버스 운전원", "정해진 노선을 안전하게 운행합니다.", 40, 5, 6), ("총무 사무원", "비품과 계약을 관리합니다.", 40, 5, 9),
        ("주차 관리원", "차량을 안내하고 요금을 확인합니다.", 40, 5, 9), ("편의점 직원", "진열과 계산을 맡습니다.", 18, 3, 12),
        ("도배공", "벽과 천장에 벽지를 바릅니다.", 40, 5, 8), ("물리치료사", "환자의 재활 운동을 돕습니다.", 40, 5, 9),
        ("통역사", "상담회에서 통역합니다.", 14, 2, 10), ("미용사", "머리를 자르고 다듬습니다.", 40, 5, 10),
        ("소프트웨어 개발자", "사내 업무 프로그램을 만듭니다.", 40, 5, 9), ("고객 상담원", "전화로 고객 문의에 답합니다.", 40, 5, 9),
        ("세탁원", "침구와 작업복을 세탁합니다.", 35, 5, 8), ("조경원", "나무를 심고 가지를 다듬습니다.", 40, 5, 7),
        ("자동차 정비원", "승용차를 점검하고 고칩니다.", 40, 5, 9), ("아이돌보미", "아이의 등하원을 돕습니다.", 15, 5, 15),
        ("인쇄 기사", "책자를 인쇄하고 제본합니다.", 40, 5, 9), ("도서관 사서", "자료를 정리하고 대출을 돕습니다.", 40, 5, 9),
        ("포장원", "제품을 상자에 담아 포장합니다.", 40, 5, 8), ("급식 조리원", "학교 급식을 조리합니다.", 30, 5, 8),
    ],
}
OPENINGS = {
    "tune": ["함께 일할 분을 찾습니다.", "성실하게 일하실 분을 기다립니다.", "초보자도 일을 배울 수 있습니다.", "동네에서 오래 이어 온 사업장입니다.", "일이 차분하고 규칙적입니다."],
    "judge": ["책임감 있게 일하실 분을 모십니다.", "경험이 없어도 차근차근 알려 드립니다.", "근무표는 한 달 전에 정합니다.", "지하철역에서 걸어서 8분입니다.", "서로 돕는 분위기에서 일합니다."],
}
CALLS = ["모집", "구합니다", "채용", "신규 채용", "직원 모집합니다"]
ACTS = {"b": "block", "j": "justify", "w": "warn"}
FIELDS = {"d": "duties", "p": "preference_note", "n": "note", "D": "documents", "w": "wage_note"}


def month_hours(week):
    rest = Fraction(8 * min(week, 40), 40) if week >= 15 else Fraction(0)
    hours = (Fraction(week) + rest) * WEEKS
    return max(1, int(hours + Fraction(1, 2)))


def reaches(form, won, week, days):
    per = {"H": 1, "D": Fraction(week, days), "M": month_hours(week), "Y": 12 * month_hours(week)}[form]
    return Fraction(won) / per >= FLOOR


def read(split):
    bad, good = [], []
    for line in open(f"phrases-{split}.txt", encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        rule, field, phrase = line.split("|", 2)
        phrase, _, about = phrase.partition("#")
        (good if rule == "ok" else bad).append((rule, field, phrase, about))
    return bad, good


def posting(rng, split, nth, bad, good, wanted):
    job, duties, week, days, start = rng.choice(JOBS[split])
    row = {
        "id": f"{split}-{nth:04d}", "title": f"{job} {rng.choice(CALLS)}", "occupation": job, "duties": duties,
        "preference_note": "", "note": "", "documents": "", "wage_note": "", "headcount": rng.randint(1, 5),
        "employment_type": rng.choice(["10", "10", "20"]), "contract_months": 12,
        "weekly_hours": week, "days": days, "start_hour": start, "workers": rng.choice([None, 4, 9, 18, 45, 120]),
        "address": "경기도 고양시 일산동구 견본로 1", "phone": "0310001234", "labels": [],
    }
    labels = set()
    abouts = set()
    form = rng.choice("HMMMDY") if week >= 15 else "H"
    hourly = FLOOR * rng.randint(102, 150) / 100
    per = {"H": 1, "D": week / days, "M": month_hours(week), "Y": 12 * month_hours(week)}[form]
    won = int(hourly * per // 100 + 1) * 100
    row["wage"] = {"form": form, "won": won}
    if wanted == "wage":
        row["wage"]["won"] = int(FLOOR * rng.randint(55, 99) / 100 * per)
        assert not reaches(form, row["wage"]["won"], week, days)
        labels.add(("LAW-01", "block"))
    elif wanted == "edge":  # exactly the floor: lawful
        row["wage"]["won"] = FLOOR * per if form in "HMY" else int(FLOOR * Fraction(week, days)) + 1
        row["wage"]["won"] = int(row["wage"]["won"])
        assert reaches(form, row["wage"]["won"], week, days)
    elif wanted == "hours":
        row.update(weekly_hours=rng.choice([54, 60, 66, 72]), days=6, start_hour=8, wage={"form": "H", "won": 13000})
        row["workers"] = rng.choice([5, 9, 18, 45, 120])
        labels.add(("LAW-15", "justify"))
    elif wanted == "missing":
        lacks = rng.choice(["wage", "hours", "place", "contact", "employment_type"])
        if lacks == "wage":
            row["wage"] = None
        elif lacks == "hours":
            row.update(weekly_hours=None, days=None, start_hour=None, wage={"form": "H", "won": 12000})
        elif lacks == "place":
            row["no_place"] = True
        elif lacks == "contact":
            row.update(address="", phone="")
        else:
            row["employment_type"] = None
        labels.add(("LAW-02", "warn" if lacks == "employment_type" else "block"))
    assert wanted in ("wage", "edge", "hours", "missing", "bad", "ok")
    texts = {name: [] for name in FIELDS.values()}
    if split == "judge" or rng.random() < 0.7:
        texts["note"].append(rng.choice(OPENINGS[split]))
    chosen = rng.sample(good, rng.choice([0, 1, 1, 2, 3]) if wanted != "ok" else rng.choice([0, 1, 1, 2]))
    # Every phrase has its turn.
    if wanted in ("bad", "ok"):
        turn = bad if wanted == "bad" else good
        chosen = [phrase for phrase in chosen if phrase != turn[nth % len(turn)]] + [turn[nth % len(turn)]]
        if wanted == "bad" and rng.random() < 0.35:
            chosen += [rng.choice([b for b in bad if b[1] not in "W"])]
    rng.shuffle(chosen)
    for rule, field, phrase, about in chosen:
        if about:
            abouts.add(about)
        if rule != "ok":
            for part in rule.split("+"):
                act = part[2]
                if act == "s":
                    act = "b" if (row["workers"] or 0) >= 30 else "j"
                if part[:2] == "12" and (row["start_hour"] or 9) < 6:
                    act = "b"  # minors may not work at night
                labels.add((f"LAW-{part[:2]}", ACTS[act]))
        if field == "t":
            row["title"] += " " + phrase
        elif field == "W":
            row["wage"], row["wage_note"] = None, phrase
        elif field == "D":
            texts["documents"].append(phrase)
        else:
            texts[FIELDS[field]].append(phrase)
    if not texts["documents"] and rng.random() < 0.3:
        texts["documents"].append("이력서")
    if texts["documents"] and (row["workers"] or 0) >= 30:
        if rng.random() < 0.6:
            texts["note"].append("면접 일정과 결과는 문자로 알려 드리며, 제출하신 서류는 채용 확정 후 180일까지 반환을 청구할 수 있습니다.")
        else:
            labels.add(("LAW-14", "warn"))
    for name, found in texts.items():
        glue = ", " if name == "documents" else rng.choice(["\n", ". ", " / "])
        found = [t if name in ("documents", "wage_note") or t.endswith((".", "다", "요")) else t for t in found]
        text = glue.join(found)
        row[name] = (row[name] + " " + text).strip() if row[name] else text
    # The heaviest act of a rule is the label.
    order = {"block": 0, "justify": 1, "warn": 2}
    best = {}
    for rule, act in labels:
        if rule not in best or order[act] < order[best[rule]]:
            best[rule] = act
    row["labels"] = [{"rule": r, "act": a} for r, a in sorted(best.items())]
    for label in row["labels"]:
        if label["rule"] == "LAW-06" and abouts:
            label["about"] = sorted(abouts)
    return row


def main():
    for split, seed in (("tune", 20261128), ("judge", 20261129)):
        rng = random.Random(seed)
        bad, good = read(split)
        # About 42 % clean, among them pay that is exactly the floor.
        plan = ["ok"] * max(480, len(good)) + ["edge"] * 44 + ["wage"] * 70 + ["hours"] * 40 + ["missing"] * 60
        plan += ["bad"] * max(526, len(bad))
        rng.shuffle(plan)
        rows = []
        count = {wanted: 0 for wanted in plan}
        for nth, wanted in enumerate(plan):
            rows.append(posting(rng, split, count[wanted], bad, good, wanted))
            rows[-1]["id"] = f"{split}-{nth:04d}"
            count[wanted] += 1
        with open(f"{split}.jsonl", "w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        clean = sum(not row["labels"] for row in rows)
        print(split, len(rows), "postings,", clean, "without any finding,", len(bad), "+", len(good), "phrases")


if __name__ == "__main__":
    main()
