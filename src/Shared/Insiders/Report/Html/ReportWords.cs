using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Headings and labels of the report's files.</summary>
internal static class ReportWords
{
    public static readonly LocalText Title = new("The Insiders loyalty programme", "El programa de fidelidad Insiders", "O programa de fidelidade Insiders");
    public static readonly LocalText Kind = new("Report", "Informe", "Relatório");
    public static readonly LocalText Contents = new("Contents", "Contenido", "Conteúdo");
    public static readonly LocalText Answers = new("Nine answers", "Nueve respuestas", "Nove respostas");
    public static readonly LocalText Evidence = new("Evidence", "Pruebas", "Provas");
    public static readonly LocalText Hypotheses = new("Five claims, judged", "Cinco afirmaciones, juzgadas", "Cinco afirmações, julgadas");
    public static readonly LocalText Experiment = new("Plan for an experiment", "Plan de un experimento", "Plano de um experimento");
    public static readonly LocalText Actions = new("Actions by group", "Acciones por grupo", "Ações por grupo");
    public static readonly LocalText Groups = new("The groups", "Los grupos", "Os grupos");
    public static readonly LocalText Compared = new("How the groups were chosen", "Cómo se eligieron los grupos", "Como os grupos foram escolhidos");
    public static readonly LocalText Method = new("Method and data", "Método y datos", "Método e dados");
    public static readonly LocalText DataTable = new("Data table", "Tabla de datos", "Tabela de dados");
    public static readonly LocalText Members = new("Members", "Miembros", "Membros");
    public static readonly LocalText Others = new("Others", "Los demás", "Os demais");
    public static readonly LocalText Everyone = new("Everyone", "Todos", "Todos");
    public static readonly LocalText Customers = new("Customers", "Clientes", "Clientes");
    public static readonly LocalText Customer = new("Customer", "Cliente", "Cliente");
    public static readonly LocalText Lines = new("Purchase lines", "Líneas de compra", "Linhas de compra");
    public static readonly LocalText Revenue = new("Revenue", "Ingresos", "Receita");
    public static readonly LocalText Purchases = new("Purchases", "Compras", "Compras");
    public static readonly LocalText LastPurchase = new("Last purchase", "Última compra", "Última compra");
    public static readonly LocalText TopMembers = new("The members with the most revenue", "Los miembros con más ingresos", "Os membros com mais receita");
    public static readonly LocalText Group = new("Group", "Grupo", "Grupo");
    public static readonly LocalText Month = new("Month", "Mes", "Mês");
    public static readonly LocalText Feature = new("Feature", "Rasgo", "Característica");
    public static readonly LocalText RevenueToCome = new("Expected revenue of members", "Ingresos esperados de los miembros", "Receita esperada dos membros");
    public static readonly LocalText EightyPercent = new("80% interval", "Intervalo del 80%", "Intervalo de 80%");
    public static readonly LocalText MemberShare = new("Of the members", "De los miembros", "Dos membros");
    public static readonly LocalText OtherShare = new("Of the others", "De los demás", "Dos demais");
    public static readonly LocalText From = new("Revenue from", "Ingresos desde", "Receita de");
    public static readonly LocalText To = new("to", "hasta", "até");
    public static readonly LocalText MembersMean = new("Mean, members", "Media, miembros", "Média, membros");
    public static readonly LocalText OthersMean = new("Mean, others", "Media, los demás", "Média, os demais");
    public static readonly LocalText MembersMedian = new("Median, members", "Mediana, miembros", "Mediana, membros");
    public static readonly LocalText OthersMedian = new("Median, others", "Mediana, los demás", "Mediana, os demais");
    public static readonly LocalText Difference = new("Difference of means (95%)", "Diferencia de medias (95%)", "Diferença de médias (95%)");
    public static readonly LocalText Effect = new("Effect", "Efecto", "Efeito");
    public static readonly LocalText Probability = new("p (Holm)", "Valor p (Holm)", "Valor p (por Holm)");
    public static readonly LocalText Claim = new("Claim", "Afirmación", "Afirmação");
    public static readonly LocalText Verdict = new("Verdict", "Veredicto", "Veredito");
    public static readonly LocalText Found = new("What was found", "Lo que se halló", "O que se encontrou");
    public static readonly LocalText Measure = new("Measure", "Medida", "Medida");
    public static readonly LocalText Value = new("Value", "Valor", "Valor");
    public static readonly LocalText Space = new("Space", "Espacio", "Espaço");
    public static readonly LocalText Algorithm = new("Algorithm", "Algoritmo", "Algoritmo");
    public static readonly LocalText GroupCount = new("Groups", "Grupos", "Grupos");
    public static readonly LocalText Silhouette = new("Silhouette", "Silueta", "Silhueta");
    public static readonly LocalText Stability = new("Stability", "Estabilidad", "Estabilidade");
    public static readonly LocalText Smallest = new("Smallest group", "Grupo menor", "Menor grupo");
    public static readonly LocalText TopRevenue = new("Revenue of the top group", "Ingresos del mejor grupo", "Receita do melhor grupo");
    public static readonly LocalText Used = new("Used", "En uso", "Em uso");
    public static readonly LocalText Yes = new("yes", "sí", "sim");
    public static readonly LocalText Day = new("Last day known", "Último día conocido", "Último dia conhecido");
    public static readonly LocalText DaysAfter = new("Days after it", "Días posteriores", "Dias posteriores");
    public static readonly LocalText Actual = new("Actual revenue", "Ingresos reales", "Receita real");
    public static readonly LocalText Model = new("Forecast", "Pronóstico", "Previsão");
    public static readonly LocalText Naive = new("As much as before", "Lo mismo que antes", "O mesmo que antes");
    public static readonly LocalText Seasonal = new("As a year before", "Como hace un año", "Como há um ano");
    public static readonly LocalText Holdouts = new("Forecasts from days in the past", "Pronósticos desde fechas pasadas", "Previsões a partir de datas passadas");
    public static readonly LocalText Rule = new("Cleaning rule", "Regla de limpieza", "Regra de limpeza");
    public static readonly LocalText LinesMet = new("Lines", "Líneas", "Linhas");
    public static readonly LocalText Cleaning = new("What was cleaned", "Lo que se limpió", "O que foi limpo");
    public static readonly LocalText Prize = new("a year", "al año", "por ano");
    public static readonly LocalText PrizeSum = new("How the prize is computed", "Cómo se calcula el premio", "Como o prêmio é calculado");
    public static readonly LocalText MeanRevenue = new("Mean revenue", "Ingresos medios", "Receita média");
    public static readonly LocalText CustomerShare = new("Of all customers", "De todos los clientes", "De todos os clientes");
    public static readonly LocalText RevenueShare = new("Of all revenue", "De todos los ingresos", "De toda a receita");
    public static readonly LocalText Insider = new("insider group", "grupo insider", "grupo de insiders");
    public static readonly LocalText Run = new("Run", "Ejecución", "Execução");
    public static readonly LocalText ModelVersion = new("Model version", "Versión del modelo", "Versão do modelo");
    public static readonly LocalText LanguageChoice = new("Language", "Idioma", "Idioma");
    public static readonly LocalText Later = new("What members of an earlier day bought afterwards", "Lo que compraron después los miembros de una fecha anterior", "O que compraram depois os membros de uma data anterior");
    public static readonly LocalText Today = new("As they are now", "Tal como son ahora", "Como são agora");
    public static readonly LocalText Demonstration = new(
        "For show: the model learnt from generated samples. Its figures say nothing of your customers.",
        "Solo de muestra: el modelo aprendió de ejemplos generados. Sus cifras no dicen nada de sus clientes.",
        "Apenas demonstração: o modelo aprendeu com exemplos gerados. Seus números nada dizem dos seus clientes.");

    public static readonly LocalText ComparedNote = new(
        "Silhouettes of different spaces can't be compared: each measures distances of its own. Stability is the mean adjusted Rand index of groups found again on resampled customers.",
        "Las siluetas de espacios distintos no se pueden comparar: cada una mide sus propias distancias. La estabilidad es el índice de Rand ajustado medio de los grupos hallados de nuevo con clientes remuestreados.",
        "As silhuetas de espaços distintos não podem ser comparadas: cada uma mide suas próprias distâncias. A estabilidade é o índice de Rand ajustado médio dos grupos encontrados de novo com clientes reamostrados.");

    public static readonly LocalText ActionsNote = new(
        "Prizes are money a year if the action works as assumed, before its costs. The assumptions are guesses on the careful side: replace them by what an experiment finds.",
        "Los premios son dinero al año si la acción funciona como se supone, antes de sus costes. Los supuestos son prudentes: sustitúyalos por lo que halle un experimento.",
        "Os prêmios são dinheiro por ano se a ação funcionar como se supõe, antes de seus custos. As suposições são prudentes: substitua-as pelo que um experimento encontrar.");

    public static readonly LocalText HypothesesNote = new(
        "Intervals hold with 95%: customers drawn again with replacement, members and others together. For the quarters all customers are put in order of revenue and cut at the true 25th, 50th and 75th percentiles.",
        "Los intervalos valen con un 95%: clientes remuestreados con reemplazo, miembros y demás juntos. Para los cuartos, todos los clientes se ordenan por ingresos y se cortan en los percentiles 25, 50 y 75 verdaderos.",
        "Os intervalos valem com 95%: clientes reamostrados com reposição, membros e demais juntos. Para os quartos, todos os clientes são ordenados por receita e cortados nos percentis 25, 50 e 75 verdadeiros.");

    public static readonly LocalText NoHypotheses = new(
        "With nobody, or everybody, in the programme there is nothing to judge.",
        "Si nadie, o todos, están en el programa no hay nada que juzgar.",
        "Com ninguém, ou todos, no programa não há nada a julgar.");

    public static readonly LocalText Total = new("Read and kept apart, in the order applied.", "Leídas y apartadas, en el orden aplicado.", "Lidas e separadas, na ordem aplicada.");

    public static LocalText SourceLine(InsiderReport report) => LocalText.Of(language =>
    {
        string first = ReportNumbers.Day(report.FirstDay, language);
        string last = ReportNumbers.Day(report.LastDay, language);
        string customers = ReportNumbers.Count(report.Totals.Customers, language);
        return language.Said(
            $"{report.SchemaTitle} · {report.UploadName} · {first} to {last} · {customers} customers with a purchase",
            $"{report.SchemaTitle} · {report.UploadName} · del {first} al {last} · {customers} clientes con alguna compra",
            $"{report.SchemaTitle} · {report.UploadName} · de {first} a {last} · {customers} clientes com alguma compra");
    });
}
