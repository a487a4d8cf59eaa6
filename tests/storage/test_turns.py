"""Writers of one process take turns; an urgent one goes before all others that wait."""

import threading

from storage.turns import Turns

PATIENCE_SECONDS = 10


def test_only_one_holds_the_turn_at_a_time() -> None:
    turns, inside, most = Turns(), [0], [0]

    def work() -> None:
        for _ in range(200):
            with turns.take():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert most == [1]


def test_the_urgent_goes_before_those_who_waited_longer() -> None:
    turns, order = Turns(), list[str]()
    waiting = threading.Semaphore(0)

    def wait(name: str, *, urgent: bool) -> None:
        waiting.release()
        with turns.take(urgent=urgent):
            order.append(name)

    with turns.take():
        patient = threading.Thread(target=wait, args=("patient",), kwargs={"urgent": False})
        urgent = threading.Thread(target=wait, args=("urgent",), kwargs={"urgent": True})
        for thread in (patient, urgent):
            thread.start()
            waiting.acquire(timeout=PATIENCE_SECONDS)
        while not turns.is_wanted:
            pass
    for thread in (patient, urgent):
        thread.join(PATIENCE_SECONDS)
    assert order == ["urgent", "patient"]
    assert not turns.is_wanted


def test_a_turn_ends_also_when_its_work_fails() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            with turns.take():
                raise ValueError
        except ValueError:
            continue
    with turns.take():
        assert not turns.is_wanted
