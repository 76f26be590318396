using System.Globalization;

namespace Clientele.Testing.Businesses;

/// <summary>Customers of a bank, exported in Spanish: accents in the header, semicolons, decimal commas, days before months, sí and no.</summary>
public sealed class Bank : Business
{
    private static readonly DateOnly First = new(2001, 1, 15);
    private static readonly DateOnly Last = new(2023, 11, 30);
    private static readonly CultureInfo Spanish = new("es-ES") { NumberFormat = { NumberGroupSeparator = ".", NumberDecimalSeparator = "," } };

    public override string FileName => "bank.json";

    public override DateOnly? Reference => Last;

    protected override ulong Seed => 23;

    protected override char Delimiter => ';';

    protected override (string Yes, string No) Words => ("sí", "no");

    protected override IReadOnlyList<string> Columns { get; } =
    [
        "Núm_Cliente", "Año_nacimiento", "Estado_civil", "Hijos", "Estudios", "Fecha_alta", "Última_visita", "Ingresos", "Saldo_cuenta", "Saldo_ahorro",
        "Tarjetas", "Hipoteca", "Seguro", "Campaña_1", "Campaña_2",
    ];

    protected override MadeUp Make(int number, Dice dice)
    {
        int born = 1945 + dice.Below(58);
        int studies = dice.Below(4);
        int children = dice.Below(4);
        DateOnly joined = First.AddDays(dice.Below(Last.DayNumber - First.DayNumber - 400));
        int quiet = number % 50 == 0 ? 0 : dice.Below(365);
        double income = Math.Round(19_000 * Math.Exp(0.35 * dice.Normal()) * (1 + (0.15 * studies)), 2);
        double account = Math.Round(2_500 * Math.Exp(0.9 * dice.Normal()) - 900, 2);
        double savings = dice.Chance(0.4) ? 0 : Math.Round(8_000 * Math.Exp(dice.Normal()), 2);
        int cards = dice.Below(4);
        bool mortgage = dice.Chance(0.3), insurance = dice.Chance(0.4), first = dice.Chance(0.15), second = dice.Chance(0.2);
        double logOdds = -3.4 + (0.9 * Math.Log(1 + (savings / 4_000))) + (first ? 1.6 : 0) + (second ? 1.3 : 0) + (mortgage ? -0.8 : 0) + (insurance ? 0.5 : 0) + (0.3 * cards)
            - (quiet / 180.0) + ((2023 - born) / 60.0) + (0.2 * studies);
        string[] status = dice.Chance(0.5) ? ["Soltero", "Casado", "Divorciado", "Viudo"] : ["Soltera", "Casada", "Divorciada", "Viuda"];
        return new MadeUp(
            [
                Whole(100_000 + number), dice.Chance(0.02) ? "s/d" : Whole(born), dice.One<string>(status), Whole(children),
                new[] { "Primaria", "Secundaria", "Formación profesional", "Universidad" }[studies], Day(joined), Day(Last.AddDays(-quiet)),
                dice.Chance(0.03) ? "" : Amount(income), Amount(account), Amount(savings), Whole(cards), YesOrNo(mortgage), YesOrNo(insurance), YesOrNo(first), YesOrNo(second),
            ],
            logOdds);
    }

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Amount(double value) => value.ToString("#,0.00", Spanish);
}
