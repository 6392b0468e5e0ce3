"""Formulas as courses have them, and formulas with one thing wrong."""

GOOD = r"""
E = mc^2
a^2 + b^2 = c^2
x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
\frac12 + \frac 1 3 + \frac\alpha\beta
\dfrac{1}{2} \tfrac{1}{2} \cfrac{1}{1+\cfrac{1}{x}}
\sqrt[3]{x} + \sqrt x + \sqrt[n]{1+\sqrt{2}}
\sum_{i=1}^{n} i = \frac{n(n+1)}{2}
\sum\limits_{k=0}^\infty \frac{x^k}{k!} = e^x
\prod_{p} \left(1 - p^{-s}\right)^{-1}
\int_0^1 x^2 \, dx = \left[\frac{x^3}{3}\right]_0^1
\int\limits_a^b f(x)\,\mathrm{d}x \iint \iiint \oint_C
\lim_{x \to 0} \frac{\sin x}{x} = 1
\lim\limits_{n\rightarrow\infty} \left(1+\frac{1}{n}\right)^n
f'(x) + f''(x) + y'^2 + x'_1
\dot{x} \ddot{x} \bar{x} \hat{x} \tilde{x} \vec{v} \vec v \overline{AB} \underline{x} \widehat{ABC}
\overrightarrow{AB} \overbrace{a+b}^{n} \underbrace{a+b}_{\text{two terms}}
\vec{F} = m\vec{a}
\nabla \cdot \mathbf{E} = \frac{\rho}{\varepsilon_0}
\nabla \times \mathbf{B} = \mu_0 \mathbf{J} + \mu_0 \varepsilon_0 \frac{\partial \mathbf{E}}{\partial t}
\mathbb{R}^n \subset \mathbb C, \mathcal{L}\{f\}, \mathfrak{g}, \mathscr{F}, \mathsf{A}, \mathtt{x}
\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa\lambda\mu\nu\xi\pi\rho\sigma\tau\upsilon\phi\varphi\chi\psi\omega
\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega
a \leq b \geq c \neq d \approx e \equiv f \sim g \propto h \ll i \gg j \le k \ge l \ne m
a \in A, b \notin B, A \cup B, A \cap B, A \setminus B, \emptyset, \varnothing, A \subseteq B
\forall x \exists y : x \land y \lor \neg z \Rightarrow w \Leftrightarrow v \iff u \implies t
A \to B \rightarrow C \leftarrow D \leftrightarrow E \mapsto F \longrightarrow G \xrightarrow{\Delta} H \xrightarrow[T]{p} I
90^\circ \angle ABC \perp \parallel \triangle ABC \cong \degree
5 \times 3 \div 2 \cdot 4 \ast b \pm c \mp d \oplus \otimes \star \circ
\left( \frac{a}{b} \right) \left[ x \right] \left\{ y \right\} \left| z \right| \left\langle u \right\rangle \left\lfloor v \right\rfloor
\left. \frac{df}{dx} \right|_{x=0}
\left\{ x \,\middle|\, x > 0 \right\}
\big( \Big[ \bigg\{ \Bigg| \bigl( \bigr) \Big/ \|x\|
\lVert x \rVert, \lvert x \rvert, \lceil x \rceil
\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}
\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{bmatrix}
\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc
\begin{matrix} a \\ b \end{matrix}
\left[\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right]
\left(\begin{array}{c} 1 \\ 2 \end{array}\right)
f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}
|x| = \begin{cases} x, & x \ge 0 \\[4pt] -x, & x < 0 \end{cases}
\begin{align} a &= b + c \\ &= d \end{align}
\begin{align*} y &= 2x + 1 \\ z &= 3 \end{align*}
\begin{aligned} y &= 2x \\ &= 3 \end{aligned}
\begin{equation} x = 1 \end{equation}
\begin{gather*} a = b \\ c = d \end{gather*}
\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}
\begin{eqnarray*} a &=& b \end{eqnarray*}
\begin{split} a &= b \\ &= c \end{split}
\begin{array}{lr} x & y \end{array}
\begin{smallmatrix} 1 & 2 \\ 3 & 4 \end{smallmatrix}
\matrix{a & b \cr c & d}
\pmatrix{1 & 2 \cr 3 & 4}
\cases{a & b \cr c & d}
\eqalign{a &= b \cr c &= d}
\substack{i<n \\ j<m} \sum_{\substack{0<i<n \\ i \neq j}} a_i
\text{distance} = \text{speed} \times \text{time}
\textrm{a b} \textbf{bold} \textit{slanted} \mbox{in a box} \mathrm{kg} \mathit{x} \mathbf x \boldsymbol{\alpha} \bm{v}
\text{for all $x$ in $\mathbb{R}$}
\text{see \(x^2\) here}
50\% + \$3 + \#1 + a\_b + \{x\} + A \& B
10\,\mathrm{m/s}^2 = 36\;\text{km/h}
v = 3{,}6 \quad t = 1.5 \qquad \! \: \; \,
\color{red}{x} + \textcolor{blue}{y} + {\color{green} z}
\boxed{x = 5} \cancel{x} \bcancel{y} \xcancel{z} \underline{\underline{x}}
\stackrel{def}{=} \overset{!}{=} \underset{x}{\min} \binom{n}{k} {n \choose k} {a \over b} \dbinom nk
\operatorname{sgn}(x) \operatorname*{argmax}_x f \sin\cos\tan\cot\sec\csc\arcsin\ln\log\exp\min\max\sup\inf\det\dim\ker\gcd
\log_{10} x, \sin^2 x + \cos^2 x = 1, \sin^{-1} x
a \bmod b, a \equiv b \pmod{n}, a \mod b
x_1, x_{12}, x_i^2, x^{2}_{i}, {}_1^2X, {}^{14}_{6}\mathrm{C}
x^\alpha_\beta, x^\text{max}, x_\mathrm{min}, x^*, x^+, x_0, x^\prime, 2^{2^{2^x}}
\ce{H2O} \ce{2H2 + O2 -> 2H2O} \ce{SO4^2-} \ce{A <=> B}
U = R \cdot I \Rightarrow I = \frac{U}{R} = \frac{230\,\text{V}}{46\,\Omega} = 5\,\text{A}
P = U \cdot I \cdot \cos\varphi
\eta = \frac{P_{\text{out}}}{P_{\text{in}}}
A = \pi r^2, V = \frac{4}{3}\pi r^3
\hat{\beta} = (X^T X)^{-1} X^T y
P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}
\mathrm{Var}(X) = E[X^2] - (E[X])^2
\frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{1}{2}\left(\frac{x-\mu}{\sigma}\right)^2}
\langle \psi | \hat{H} | \psi \rangle = \hbar \omega
\ldots \cdots \vdots \ddots \dots \dotsc
\hspace{1em} \quad a \hspace*{2cm} b \phantom{x} \vphantom{y} \hphantom{z} \rule{1em}{2pt} \kern3pt \mskip 4mu
\displaystyle \sum_{i} x_i \textstyle \scriptstyle y
\rm abc \bf x {\it y} {\cal L}
\therefore \because \square \blacksquare \checkmark \bigstar \dagger \ddagger \ell \Re \Im \aleph \wp \infty \partial
\uparrow \downarrow \Uparrow \nearrow \searrow \rightleftharpoons \leftrightharpoons \hookrightarrow
\not= \not\in \nmid \nsubseteq \nleq
\verb|x^2|
x % a comment
\mathop{\mathrm{lim}}_{x} \mathbin{+} \mathrel{=} \smash{x} \raise 2pt{x} \lower{3pt}{y}
\bra{\psi} \ket{\phi} \braket{a|b} \oint \bigcup_{i} A_i \bigcap \bigoplus \coprod
é + ñ + 中文 + ½ + ° + µ + α → β ≤ γ
\label{eq:1} x = 1 \nonumber
\mathring{A} \acute{a} \grave{e} \breve{o} \check{c} \widetilde{abc}
\frac{\mathrm{d}y}{\mathrm{d}x} \Big|_{x=0}
\sideset{_1^2}{_3^4}\sum \prescript{14}{6}{C}
\genfrac{(}{)}{0pt}{}{n}{k} \mathchoice{a}{b}{c}{d}
\text{a {nested} \textbf{text}}
""".strip().splitlines()

# Formula, and words that must stand in what is said of it.
BAD = [
    (r"\frac{1}{2", "{"),
    (r"\frac{1}2}", "}"),
    (r"\frac{1}", r"\frac"),
    (r"x^{2", "{"),
    (r"x^", "^"),
    (r"x_", "_"),
    (r"x^2^3", "superscripts"),
    (r"x_1_2", "subscripts"),
    (r"x^2'", "superscripts"),
    (r"{x^}", "^"),
    (r"\foo", r"\foo"),
    (r"\alhpa + 1", r"\alhpa"),
    (r"\require{mhchem}", r"\require"),
    (r"\bbox[red]{x}", r"\bbox"),
    (r"\unicode{x263a}", r"\unicode"),
    (r"\left( x", r"\left"),
    (r"x \right)", r"\right"),
    (r"\left x \right)", r"\left"),
    (r"\left( x \right", r"\right"),
    (r"\left( x } \right)", r"\left"),
    (r"{ \left( x }", r"\left"),
    (r"\begin{pmatrix} 1 & 2", r"\begin{pmatrix}"),
    (r"\begin{pmatrix} 1 \end{bmatrix}", "bmatrix"),
    (r"1 \end{pmatrix}", r"\begin"),
    (r"\begin{tabular}{c} x \end{tabular}", "tabular"),
    (r"\begin{itemize} x \end{itemize}", "itemize"),
    (r"a & b", "&"),
    (r"\left( a & b \right)", r"\left"),
    (r"\text{a_b}", "_"),
    (r"\text{a^b}", "^"),
    (r"\text{\alpha}", r"\alpha"),
    (r"\text{open", "{"),
    (r"\text{$x}", "formula inside"),
    (r"$x$", "$"),
    (r"x # y", "#"),
    (r"\( x \)", r"\("),
    (r"\sqrt", r"\sqrt"),
    (r"\sqrt[3", "]"),
    (r"\hat\mathbf{x}", r"\hat"),
    (r"x^\sqrt{2}", "^"),
    (r"\newcommand{\R}{x} \R", r"\newcommand"),
    (r"\def\a{\a\a}\a", r"\def"),
    (r"\href{https://example.org}{x}", r"\href"),
    (r"\class{x}{y}", r"\class"),
    (r"\style{color:red}{y}", r"\style"),
    (r"\includegraphics{x.png}", r"\includegraphics"),
    (r"\eqref{x}", r"\eqref"),
    (r"\middle|", r"\middle"),
    (r"\bigl x", r"\bigl"),
    (r"x \\[a] y", r"\\"),
    ("x\\", "backslash"),
    ("x \x07 y", "sign"),
    ("x" * 5001, "5,000"),
    (r"\cancelto{0}{x}", r"\cancelto"),
]
