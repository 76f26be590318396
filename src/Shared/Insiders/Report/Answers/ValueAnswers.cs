using System.Globalization;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Questions 4 and 5: what members bring, and what they will.</summary>
internal static class ValueAnswers
{
    private const int MonthsTold = 3;

    public static AnswerDraft RevenueShare(InsiderReport report)
    {
        ReportTotals totals = report.Totals;
        InsiderHypothesis? judged = report.Hypotheses?.Claims.FirstOrDefault(claim => claim.Key == "h2");
        var numbers = new List<AnswerNumber>
        {
            new("revenueShare", new("Of all revenue", "De todos los ingresos", "De toda a receita"), totals.RevenueShare, AnswerUnit.Share),
        };
        if (judged is not null)
        {
            numbers.Add(new("revenueShareLow", new("At least (95%)", "Al menos (95%)", "Pelo menos (95%)"), judged.Figure.Low, AnswerUnit.Share));
            numbers.Add(new("revenueShareHigh", new("At most (95%)", "A lo sumo (95%)", "No máximo (95%)"), judged.Figure.High, AnswerUnit.Share));
        }

        numbers.Add(new("membersRevenue", new("Revenue of members", "Ingresos de los miembros", "Receita dos membros"), totals.MembersRevenue, AnswerUnit.Money));
        numbers.Add(new("revenue", new("All revenue", "Todos los ingresos", "Toda a receita"), totals.Revenue, AnswerUnit.Money));
        numbers.Add(new("lineShare", new("Of purchase lines", "De las líneas de compra", "Das linhas de compra"), totals.LineShare, AnswerUnit.Share));
        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            string share = ReportNumbers.Percent(totals.RevenueShare, language);
            (string money, string all) = (ReportNumbers.Money(totals.MembersRevenue, language), ReportNumbers.Money(totals.Revenue, language));
            string between = judged is null ? "" : $" (95%: {ReportNumbers.Interval(judged.Figure, (value, l) => ReportNumbers.Percent(value, l), language)})";
            (string customers, string lines) = (ReportNumbers.Percent(totals.CustomerShare, language), ReportNumbers.Percent(totals.LineShare, language));
            yield return language.Said(
                $"{share} of the revenue{between}: {money} of {all}.",
                $"El {share} de los ingresos{between}: {money} de {all}.",
                $"{share} da receita{between}: {money} de {all}.");
            yield return language.Said(
                $"They are {customers} of the customers and buy {lines} of the purchase lines.",
                $"Son el {customers} de los clientes y compran el {lines} de las líneas de compra.",
                $"São {customers} dos clientes e compram {lines} das linhas de compra.");
        }
    }

    public static AnswerDraft ExpectedRevenue(InsiderReport report)
    {
        MonthRevenue[] coming = [.. Coming(report.MemberMonths, report.LastDay).Take(MonthsTold)];
        var numbers = new List<AnswerNumber>();
        foreach (MonthRevenue month in coming)
        {
            string key = month.Month.ToString("yyyyMM", CultureInfo.InvariantCulture);
            LocalText name = LocalText.Of(language => ReportNumbers.Month(month.Month, language));
            numbers.Add(new($"revenue{key}", name, month.Seen + month.Expected, AnswerUnit.Money));
            numbers.Add(new($"revenue{key}Low", new($"{name.En}, at least (80%)", $"{name.Es}, al menos (80%)", $"{name.Pt}, pelo menos (80%)"), month.Low, AnswerUnit.Money));
            numbers.Add(new($"revenue{key}High", new($"{name.En}, at most (80%)", $"{name.Es}, a lo sumo (80%)", $"{name.Pt}, no máximo (80%)"), month.High, AnswerUnit.Money));
        }

        numbers.Add(new("holdouts", new("Forecasts checked on the past", "Pronósticos comprobados en el pasado", "Previsões verificadas no passado"), report.Holdouts.Count, AnswerUnit.Count));
        numbers.Add(new("holdoutsWon", new("Of them closer than as much as before", "De ellos, más cerca que repetir lo anterior", "Delas, mais próximas que repetir o anterior"), Won(report.Holdouts), AnswerUnit.Count));
        return new AnswerDraft(Sentences, numbers);

        IEnumerable<string> Sentences(Language language)
        {
            if (coming.Length == 0)
            {
                yield return language.Said("No month to come was forecast.", "No se pronosticó ningún mes venidero.", "Nenhum mês futuro foi previsto.");
            }
            else
            {
                string months = string.Join("; ", coming.Select(month => Said(month, language)));
                yield return language.Said(
                    $"From those who are members now, with an 80% interval: {months}.",
                    $"De quienes son miembros hoy, con un intervalo del 80%: {months}.",
                    $"De quem é membro hoje, com um intervalo de 80%: {months}.");
            }

            yield return report.ForecastMethod.In(language);
            if (report.Holdouts.Count > 0)
            {
                (string won, string all) = (ReportNumbers.Count(Won(report.Holdouts), language), ReportNumbers.Count(report.Holdouts.Count, language));
                yield return language.Said(
                    $"Checked on the past: on {won} of {all} days the forecast was closer than to expect as much as before.",
                    $"Comprobado en el pasado: en {won} de {all} fechas el pronóstico acertó más que esperar lo mismo que antes.",
                    $"Verificado no passado: em {won} de {all} datas a previsão acertou mais que esperar o mesmo que antes.");
            }
        }
    }

    /// <summary>The month that the history ends in, if something is still expected of it, and those after it.</summary>
    public static IEnumerable<MonthRevenue> Coming(IReadOnlyList<MonthRevenue> months, DateOnly lastDay) =>
        months.Where(month => month.Expected > 0 || month.Month > lastDay);

    public static int Won(IReadOnlyList<ForecastHoldout> holdouts) =>
        holdouts.Count(holdout => Math.Abs(holdout.Model - holdout.Actual) < Math.Abs(holdout.Naive - holdout.Actual));

    private static string Said(MonthRevenue month, Language language)
    {
        string money = ReportNumbers.Money(month.Seen + month.Expected, language);
        string between = ReportNumbers.Interval(new Estimate(month.Seen + month.Expected, month.Low, month.High), ReportNumbers.Money, language);
        string seen = month.Seen > 0
            ? language.Said(
                $", {ReportNumbers.Money(month.Seen, language)} of it already seen",
                $", de ellos {ReportNumbers.Money(month.Seen, language)} ya vistos",
                $", dos quais {ReportNumbers.Money(month.Seen, language)} já vistos")
            : "";
        return $"{ReportNumbers.Month(month.Month, language)} {money} ({between}{seen})";
    }
}
