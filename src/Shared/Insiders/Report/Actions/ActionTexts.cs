using Clientele.Schemas;

namespace Clientele.Insiders;

/// <param name="Sentence">What to do.</param>
/// <param name="Basis">How the prize was computed.</param>
internal sealed record ActionText(LocalText Sentence, LocalText Basis);

/// <summary>Actions and the sums behind their prizes, in words.</summary>
internal static class ActionTexts
{
    public static LocalText Title(InsiderActionKind kind) => kind switch
    {
        InsiderActionKind.WinBack => new("Win back", "Recuperar", "Reconquistar"),
        InsiderActionKind.RaiseFrequency => new("Raise frequency", "Aumentar la frecuencia", "Aumentar a frequência"),
        InsiderActionKind.RaiseBasket => new("Raise basket", "Aumentar la cesta", "Aumentar a cesta"),
        InsiderActionKind.ReduceReturns => new("Reduce returns", "Reducir devoluciones", "Reduzir devoluções"),
        InsiderActionKind.Protect => new("Protect", "Proteger", "Proteger"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static ActionText WinBack(ActionProfile group) => Made(language =>
    {
        (string lapsed, string days) = (Count(group.Lapsed, language), Count(ActionAssumptions.LapsedAfterDays, language));
        (string share, string ticket) = (Percent(ActionAssumptions.WonBack, language), Money(group.Ticket, language));
        return language switch
        {
            Language.Spanish => (
                $"Escribir a los {lapsed} clientes que llevan más de {days} días sin comprar, con un motivo para volver.",
                $"{lapsed} clientes × {share} que vuelve a comprar una vez × {ticket}, la compra mediana del grupo."),
            Language.Portuguese => (
                $"Escrever aos {lapsed} clientes que não compram há mais de {days} dias, com um motivo para voltar.",
                $"{lapsed} clientes × {share} que volta a comprar uma vez × {ticket}, a compra mediana do grupo."),
            _ => (
                $"Write to the {lapsed} customers who have not bought for more than {days} days, with a reason to come back.",
                $"{lapsed} customers × {share} who buy once more × {ticket}, the group's median purchase."),
        };
    });

    /// <param name="more">Purchases a year that a customer would make on top.</param>
    public static ActionText RaiseFrequency(ActionProfile group, ActionProfile better, double more) => Made(language =>
    {
        (string active, string name, string part) = (Count(group.Active, language), better.Cluster.Name.In(language), Percent(ActionAssumptions.GapClosed, language));
        (string own, string theirs) = (ReportNumbers.Number(group.Invoices, language), ReportNumbers.Number(better.Invoices, language));
        (string extra, string ticket) = (ReportNumbers.Decimals(more, 2, language), Money(group.Ticket, language));
        return language switch
        {
            Language.Spanish => (
                $"Dar a los {active} clientes activos un motivo para la siguiente compra (recordatorios, puntos por frecuencia): la mediana del grupo es de {own} compras; la de «{name}», el grupo siguiente, de {theirs}.",
                $"{active} clientes activos × {extra} compras más al año ({part} de la distancia a la mediana de «{name}») × {ticket}, la compra mediana."),
            Language.Portuguese => (
                $"Dar aos {active} clientes ativos um motivo para a próxima compra (lembretes, pontos por frequência): a mediana do grupo é de {own} compras; a de «{name}», o grupo seguinte, de {theirs}.",
                $"{active} clientes ativos × {extra} compras a mais por ano ({part} da distância à mediana de «{name}») × {ticket}, a compra mediana."),
            _ => (
                $"Give the {active} active customers a reason for their next purchase (reminders, points for frequency): the group's median number of purchases is {own}, that of the next group «{name}» {theirs}.",
                $"{active} active customers × {extra} more purchases a year ({part} of the distance to the median of «{name}») × {ticket}, the median purchase."),
        };
    });

    /// <param name="more">Money that a purchase would bring on top.</param>
    public static ActionText RaiseBasket(ActionProfile group, ActionProfile better, double more, double years) => Made(language =>
    {
        (string active, string name, string part) = (Count(group.Active, language), better.Cluster.Name.In(language), Percent(ActionAssumptions.GapClosed, language));
        (string own, string theirs, string extra) = (Money(group.Ticket, language), Money(better.Ticket, language), Money(more, language));
        string invoices = ReportNumbers.Decimals(group.Invoices / years, 1, language);
        return language switch
        {
            Language.Spanish => (
                $"Ofrecer a los {active} clientes activos paquetes, productos afines y envío gratis desde un importe: la compra mediana es de {own}; la de «{name}», el grupo siguiente, de {theirs}.",
                $"{active} clientes activos × {extra} más por compra ({part} de la distancia a la mediana de «{name}») × {invoices} compras al año."),
            Language.Portuguese => (
                $"Oferecer aos {active} clientes ativos pacotes, produtos afins e frete grátis a partir de um valor: a compra mediana é de {own}; a de «{name}», o grupo seguinte, de {theirs}.",
                $"{active} clientes ativos × {extra} a mais por compra ({part} da distância à mediana de «{name}») × {invoices} compras por ano."),
            _ => (
                $"Offer the {active} active customers bundles, matching products and free delivery from an amount up: their median purchase is {own}, that of the next group «{name}» {theirs}.",
                $"{active} active customers × {extra} more a purchase ({part} of the distance to the median of «{name}») × {invoices} purchases a year."),
        };
    });

    public static ActionText ReduceReturns(ActionProfile group, ActionProfile everyone, double years) => Made(language =>
    {
        (string own, string all) = (ReportNumbers.Percent(group.ReturnedShare, language), ReportNumbers.Percent(everyone.ReturnedShare, language));
        (string part, string money) = (Percent(ActionAssumptions.ReturnsAvoided, language), Money(group.ReturnedMoney / years, language));
        string cancelled = Percent(ActionAssumptions.Cancelled, language);
        return language switch
        {
            Language.Spanish => (
                $"Averiguar qué se devuelve y por qué, y mejorar fichas y embalaje: el grupo devuelve el {own} de lo que compra, todos los clientes el {all}.",
                $"{part} de {money} que el grupo devuelve al año, al precio medio de cada cliente; sin quien devolvió el {cancelled} o más, que anuló un pedido."),
            Language.Portuguese => (
                $"Descobrir o que se devolve e por quê, e melhorar descrições e embalagem: o grupo devolve {own} do que compra, todos os clientes {all}.",
                $"{part} de {money} que o grupo devolve por ano, ao preço médio de cada cliente; sem quem devolveu {cancelled} ou mais, que cancelou um pedido."),
            _ => (
                $"Find out what is sent back and why, and mend descriptions and packing: the group sends back {own} of what it buys, all customers {all}.",
                $"{part} of {money} that the group sends back a year, at each customer's mean price; without who sent back {cancelled} or more, which is a cancelled order."),
        };
    });

    /// <param name="lapse">Share of members who do not buy within the horizon.</param>
    public static ActionText Protect(ActionProfile group, double lapse, double years) => Made(language =>
    {
        (string customers, string share, string days) = (Count(group.Customers, language), Percent(lapse, language), Count(LaterPurchases.Horizon, language));
        (string kept, string revenue) = (Percent(ActionAssumptions.Kept, language), Money(group.Revenue / years, language));
        return language switch
        {
            Language.Spanish => (
                $"Cuidar a los {customers} clientes (acceso anticipado, un contacto propio) y llamar a quien se retrasa en comprar: el {share} de los miembros de una fecha anterior no compró en los {days} días siguientes.",
                $"{customers} clientes × {share} que se iría × {kept} que se puede retener × {revenue}, sus ingresos medianos al año."),
            Language.Portuguese => (
                $"Cuidar dos {customers} clientes (acesso antecipado, um contato próprio) e ligar para quem demora a comprar: {share} dos membros de uma data anterior não compraram nos {days} dias seguintes.",
                $"{customers} clientes × {share} que iria embora × {kept} que se pode reter × {revenue}, sua receita mediana por ano."),
            _ => (
                $"Look after the {customers} customers (early access, a contact of their own) and call who is late to buy: {share} of the members of an earlier day did not buy in the {days} days after it.",
                $"{customers} customers × {share} who would go × {kept} who can be kept × {revenue}, their median revenue a year."),
        };
    });

    private static ActionText Made(Func<Language, (string Sentence, string Basis)> text) =>
        new(LocalText.Of(language => text(language).Sentence), LocalText.Of(language => text(language).Basis));

    private static string Count(double value, Language language) => ReportNumbers.Count(value, language);

    private static string Money(double value, Language language) => ReportNumbers.Money(value, language);

    private static string Percent(double share, Language language) => ReportNumbers.Percent(share, language, 0);
}
