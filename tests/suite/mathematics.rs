//! LaTeX on sheets.

use crate::guide_test::GuideTest;
use snapbox::str;

fn with_mathematics(text: &str) -> GuideTest {
    let test = GuideTest::one(text);
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    test.write("guide.toml", format!("math = true\n{manifest}"));
    test
}

#[test]
fn what_is_not_understood_stands_as_its_source() {
    let test = with_mathematics("The area is $\\pi r^2$, and $\\nosuch{r}$.\n\n$$a^2 + b^2 = c^2$$\n");
    test.run(&["pdf", "-q", "--diagnostics", "short"]).code(0).says(str![[r#"
01-one.md:7:28: warning[math-as-source]: mathematics is printed as its LaTeX source: unknown primitive command found
1 warning

"#]]);
}

/// The engine takes every construct; what it would not take is an error at the formula.
#[test]
fn every_construct_can_be_set() {
    let formulas = [
        r"\frac{a}{b} + \dfrac{1}{2} + \binom{n}{k} + \sqrt[3]{x} + \sqrt{y}",
        r"\hat{x} \vec{v} \bar{x} \tilde{x} \dot{x} \ddot{x} \overline{AB} \underline{a} \widehat{abc}",
        r"\overbrace{a+b}^{n} \underbrace{c}_{m} \overset{!}{=} \underset{x}{y} \stackrel{d}{\to}",
        r"\sum_{i=1}^n \prod_i \int_0^1 \oint \bigcup_{x} \lim_{x \to 0} \max_\theta \operatorname{arg\,max}_x",
        r"\left( \frac{a}{b} \right] \left\{ x \middle| y \right. \big( \Big[ \bigg| \Bigg\rangle",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{vmatrix} a \\ b \end{vmatrix}",
        r"\begin{matrix} & x \\ y & \end{matrix} \begin{array}{|l|r|} \hline p & q \\ \hline 1 & 0 \\ \hline \end{array}",
        r#"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise, "so"} \end{cases} \begin{rcases} a \\ b \end{rcases}"#,
        r"\begin{aligned} a &= b \\ &= c, \end{aligned} \begin{gathered} x \\ y \end{gathered}",
        r"\mathbb{R} \mathcal{L} \mathfrak{g} \mathbf{x} \mathrm{d} \mathit{ab} \mathsf{s} \mathtt{t} \boldsymbol{\beta}",
        r"a \not= b \not\in c \neq d \cancel{x} f'(x) f''' x^{2^n} x_{i_j} {}_a^b",
        r"a, b; c: d! e? \# \% \& [ ] ( ) / @ 1,000.5",
        r"\color{red}{x} \displaystyle \sum_i \textstyle x \; \quad \! \hspace{1cm} \alpha\Omega\infty\partial\nabla",
    ];
    let set = |formula: &&str| format!("Inline ${formula}$ here.\n\n$${formula}$$\n\n");
    let test = with_mathematics(&formulas.iter().map(set).collect::<String>());
    test.run(&["pdf", "-q", "--deny-warnings", "--diagnostics", "short"]).code(0).says(str![[r#""#]]);
}
