from __future__ import annotations

from tests.cli.conftest import MARSAD, Marsad, Tree


def test_good_configuration_is_counted(marsad: Marsad, tree: Tree) -> None:
    answer = marsad("check", "--config.file", tree.config)

    assert answer.exit_code == 0
    assert answer.stdout.splitlines()[-1] == "ok: 1 platforms, 1 services, 1 checks, 0 windows"
    assert answer.stderr == ""


def test_warning_stands_in_front_of_the_ok(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", MARSAD.replace("canaries: []", 'canaries: ["https://one.example/"]'))

    answer = marsad("check", "--config.file", tree.config)

    assert answer.exit_code == 0
    *warnings, ok = answer.stdout.splitlines()
    assert [line for line in warnings if "canaries" in line and line.startswith("warning: ")] != []
    assert ok.startswith("ok: ")


def test_every_problem_is_printed_sorted_and_the_answer_is_two(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", MARSAD.replace("400d", "sometimes") + "grace: soon\nunheard: of\n")
    tree.write("windows/w.yaml", "windows:\n  - {id: w1, platform: nowhere, services: all}\n")

    answer = marsad("check", "--config.file", tree.config)

    assert answer.exit_code == 2
    lines = answer.stdout.splitlines()
    places = [line.removeprefix("warning: ").split(": ")[:2] for line in lines]
    numbered = [(file.rpartition(":")[0], int(file.rpartition(":")[2]), key) for file, key in places]
    assert numbered == sorted(numbered)
    assert {"grace", "unheard", "storage.retention"} <= {key for _, _, key in numbered}
    assert len({file for file, _, _ in numbered}) == 2
    assert "ok:" not in answer.stdout
    assert answer.stderr == ""


def test_problems_of_the_modules_of_probe_are_printed_too(marsad: Marsad, tree: Tree) -> None:
    modules = tree.write("modules.yml", "modules:\n  a: {prober: http, http: {oauth2: {}, colour: red}}\n")

    answer = marsad("check", "--config.file", tree.config)

    assert answer.exit_code == 2
    assert [line for line in answer.stdout.splitlines() if "modules.yml" in line] == [
        f'{modules}:2: modules.a.http.colour: "red": unknown key.',
        (
            f"warning: {modules}:2: modules.a.http.oauth2: {{}}: "
            "OAuth 2 is not supported; the request goes without its token."
        ),
    ]


def test_missing_file_is_a_problem_like_any_other(marsad: Marsad, tree: Tree) -> None:
    answer = marsad("check", "--config.file", tree.root / "elsewhere.yaml")

    assert answer.exit_code == 2
    assert "elsewhere.yaml" in answer.stdout
    assert "Traceback" not in answer.output


def test_control_and_bidi_characters_of_a_file_are_escaped(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", MARSAD + 'grace: "\\e[31m\\u202eno\\u0085"\n')

    answer = marsad("check", "--config.file", tree.config)

    assert answer.exit_code == 2
    assert not any(character in answer.stdout for character in ("\x1b", "\u202e", "\x85"))
    assert "202e" in answer.stdout
