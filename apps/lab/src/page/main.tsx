import { render } from "preact";
import { Layout } from "./layout/layout.tsx";
import "./style/tokens.css";
import "./style/base.css";
import "./style/components.css";

render(<Layout />, document.getElementById("lab")!);
