using Microsoft.AspNetCore.Components;

namespace Clientele.Functions.Web;

/// <summary>What a page's visit or form comes to: one of the nested records.</summary>
internal abstract record PageAnswer
{
    private PageAnswer()
    {
    }

    /// <summary>A component, rendered with the model as its only parameter.</summary>
    public static PageAnswer Of<TScreen, TModel>(TModel model, int status = StatusCodes.Status200OK)
        where TScreen : Screen<TModel>
        where TModel : notnull => new View(typeof(TScreen), model, status);

    /// <summary>To another page; after a form, so that loading it again sends nothing twice.</summary>
    /// <param name="path">Within the app, encoded, such as <c>/segments?done=named</c>. Never with personal data.</param>
    public static PageAnswer To(string path) => new Redirect(path);

    /// <summary>The page says in the visitor's language that there is nothing here.</summary>
    public static PageAnswer NotFound { get; } = new Missing();

    /// <param name="Component">A <see cref="Screen{TModel}"/>.</param>
    /// <param name="Model">Of the type that the component takes.</param>
    internal sealed record View(Type Component, object Model, int Status) : PageAnswer;

    internal sealed record Redirect(string Path) : PageAnswer;

    internal sealed record Missing : PageAnswer;

    /// <summary>A file to download, or a document of its own, written as it is made.</summary>
    /// <param name="Answer">As a function would give it.</param>
    internal sealed record File(HttpAnswer Answer) : PageAnswer;
}

/// <summary>A page's component.</summary>
public abstract class Screen<TModel> : ComponentBase
    where TModel : notnull
{
    /// <summary>All that it shows.</summary>
    [Parameter, EditorRequired]
    public TModel Model { get; set; } = default!;
}
